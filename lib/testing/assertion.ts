import { randomUUID } from "node:crypto";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { issuerUrl } from "@/lib/env";
import type { TestIssuer } from "./issued";
import { machineClient, type TestClient } from "./oauth";

export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A pair of keys, and the public one as a client registers it. */
export async function keyPair(alg = "ES256", kid: string | undefined = randomUUID()) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), ...(kid && { kid }) };
  return { alg, jwk, privateKey };
}
export type TestKey = Awaited<ReturnType<typeof keyPair>>;

/** A client that acts for itself and signs with `key`. */
export async function keyClient(issuer: TestIssuer, key: TestKey): Promise<TestClient> {
  const client = await machineClient(issuer);
  await register(issuer, client, { keys: [key.jwk] });
  return { ...client, secret: null };
}

export const register = ({ db }: TestIssuer, { id }: { id: string }, jwks: { keys: JWK[] }) =>
  db.client.update({ where: { id }, data: { authMethod: "private_key_jwt", jwks: jwks as object } });

const inSeconds = (count: number): number => Math.floor(Date.now() / 1000) + count;

type Forged = { claims?: Record<string, unknown>; header?: Record<string, unknown>; key?: CryptoKey | Uint8Array };

/** What a client that does it right sends, but for what is `forged`. A claim that is undefined is left out. */
export async function assertionFor(
  key: TestKey,
  client: Pick<TestClient, "key">,
  forged: Forged = {},
): Promise<string> {
  const claims = {
    iss: client.key,
    sub: client.key,
    aud: issuerUrl(),
    jti: randomUUID(),
    iat: inSeconds(0),
    exp: inSeconds(60),
    ...forged.claims,
  };
  return new SignJWT(JSON.parse(JSON.stringify(claims)))
    .setProtectedHeader({ alg: key.alg, ...(key.jwk.kid && { kid: key.jwk.kid }), ...forged.header })
    .sign(forged.key ?? key.privateKey);
}

/** The fields of a form that show it. */
export const shown = (client_assertion: string) => ({ client_assertion, client_assertion_type: ASSERTION_TYPE });
