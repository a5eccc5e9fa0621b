import "server-only";
import { createHash } from "node:crypto";
import type { Context } from "@/lib/context";
import { after, minutes } from "@/lib/duration";
import { issuerUrl } from "@/lib/env";
import { readSigned } from "@/lib/keys/read-signed";
import type { Algorithm } from "@/lib/keys/rules";
import { sign } from "@/lib/keys/sign";
import type { Issued } from "@/lib/tokens/oauth/issued";
import type { Redeemed } from "@/lib/tokens/oauth/redeem";
import type { AuthenticatedClient } from "./client-auth";

/** It is read once, when it comes; ten minutes forgive a clock that goes wrong. */
const LIFETIME = minutes(10);

/** No access token, proof or logout token has it. */
const TYP = "JWT";

/**
 * How a person proved who they are: with a password, over a protected channel. The name is SAML's, which OpenID Connect
 * clients know; none of the registered assurance levels says as little as this.
 */
export const ACR = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

/** The hash of each algorithm's own signature (OpenID Connect Core §3.1.3.6): EdDSA with Ed25519 has SHA-512 inside. */
const HASHES: Record<Algorithm, string> = { ES256: "sha256", RS256: "sha256", EdDSA: "sha512" };

/** The left half of the access token's hash, which binds the two together. */
function accessTokenHash(accessToken: string, algorithm: Algorithm): string {
  const hash = createHash(HASHES[algorithm]).update(accessToken, "ascii").digest();
  return hash.subarray(0, hash.length / 2).toString("base64url");
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/**
 * The answer to a code, with an ID token where the person allowed a sign-in (OpenID Connect Core §3.1.3.3). It says who
 * signed in, when and how, and nothing that could be asked for at the UserInfo endpoint.
 */
export async function withIdToken(
  { now }: Pick<Context, "now">,
  { key, idTokenAlgorithm: algorithm }: Pick<AuthenticatedClient, "key" | "idTokenAlgorithm">,
  { userId, nonce, authenticatedAt, isSignIn, ...issued }: Redeemed,
): Promise<Issued> {
  if (!isSignIn) return issued;
  const claims = {
    iss: issuerUrl(),
    sub: userId,
    aud: key,
    exp: seconds(after(now, LIFETIME)),
    iat: seconds(now),
    ...(authenticatedAt !== null && { auth_time: seconds(new Date(authenticatedAt)) }),
    ...(nonce !== null && { nonce }),
    acr: ACR,
    amr: ["pwd"],
    at_hash: accessTokenHash(issued.access.reveal(), algorithm),
  };
  return { ...issued, extra: { ...issued.extra, id_token: await sign({ algorithm, typ: TYP, claims, now }) } };
}

/** Whom an ID token was about, and for which client it was made. */
export type Hint = Readonly<{ userId: string; clientKey: string }>;

/**
 * An ID token of ours that comes back as a hint, ended or not (OpenID Connect Core §3.1.2.1); null: we did not make it.
 * It proves nothing about whoever sends it.
 */
export async function readHint({ now }: Pick<Context, "now">, token: string): Promise<Hint | null> {
  const read = await readSigned(token, { typ: TYP, issuer: issuerUrl(), now, evenEnded: true });
  if (typeof read === "string") return null;
  const { sub, aud } = read.claims;
  return typeof sub === "string" && typeof aud === "string" ? { userId: sub, clientKey: aud } : null;
}
