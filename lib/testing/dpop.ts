import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { sha256Base64url } from "@/lib/crypto/hash";
import { newOpaqueId } from "@/lib/crypto/id";
import { currentNonce } from "@/lib/verify/dpop/nonce";
import type { TestIssuer } from "./issued";

/** A key of a client's own making. */
export type TestKey = { alg: string; jwk: JWK; privateKey: CryptoKey; jkt: string };

export async function dpopKey(alg = "ES256"): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  return { alg, jwk, privateKey, jkt: await calculateJwkThumbprint(jwk) };
}

type Members = Record<string, unknown>;

export type ProofOptions = {
  method?: string;
  url?: string;
  /** The access token that it goes with. */
  token?: string;
  now?: Date;
  /** Changes of what it says; undefined leaves a member out. */
  claims?: Members;
  header?: Members;
};

export const TOKEN_URL = "http://localhost:3000/oauth/token";

/** A proof that is good for one request, unless it is told otherwise. */
export function proofOf(key: TestKey, options: ProofOptions = {}): Promise<string> {
  const { method = "POST", url = TOKEN_URL, token, now = new Date(), claims = {}, header = {} } = options;
  const said = {
    jti: newOpaqueId(),
    htm: method,
    htu: url,
    iat: Math.floor(now.getTime() / 1000),
    nonce: currentNonce(now),
    ...(token && { ath: sha256Base64url(token) }),
    ...claims,
  };
  const protectedHeader = { typ: "dpop+jwt", alg: key.alg, jwk: key.jwk, ...header };
  return new SignJWT(said).setProtectedHeader(protectedHeader).sign(key.privateKey);
}

/** The same request with that header beside its own. */
export function withProof(request: Request, proof: string): Request {
  request.headers.set("dpop", proof);
  return request;
}

/** Binds an access token that was issued without a key to one. */
export const bindAccess = ({ db }: TestIssuer, id: string, { jkt }: TestKey) =>
  db.accessToken.update({ where: { id }, data: { dpopJkt: jkt } });
