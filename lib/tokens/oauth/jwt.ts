import "server-only";
import { Secret } from "@/lib/crypto/secret";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { readSigned } from "@/lib/keys/read-signed";
import type { Algorithm } from "@/lib/keys/rules";
import { sign } from "@/lib/keys/sign";
import type { Minted } from "./mint";

/** The media type of RFC 9068 §2.1, which no ID token, logout token or proof of possession has. */
const TYP = "at+jwt";
/** The longest that we issue: with its scheme it fits in the 8 kB that proxies take for one header. */
const LONGEST = 6000;
const FORM = /^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** Whether it can be an access token of this kind; nothing is proven. No opaque secret has a dot. */
export const isJwtForm = (token: string): boolean => token.length <= LONGEST && FORM.test(token);

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

type Signed = {
  algorithm: Algorithm;
  /** Who acts for the subject (RFC 8693 §4.1), in a token that was made of another one; null: it is the first. */
  actor?: string | null;
};

/**
 * An access token that says itself what it is (RFC 9068 §2.2). It is nothing before its row is stored.
 * @throws Refusal invalid_scope: it would be too long
 */
export async function signAccess({
  client,
  id,
  userId,
  scopes,
  audience,
  details,
  dpopJkt,
  algorithm,
  actor = null,
  now,
  expiresAt,
}: Minted & Signed): Promise<Secret> {
  const [api, ...others] = audience;
  const claims = {
    iss: issuerUrl(),
    sub: userId ?? client.key,
    // One alone is a plain string (RFC 7519 §4.1.3).
    aud: api !== undefined && others.length === 0 ? api : [...audience],
    client_id: client.key,
    scope: scopes.join(" "),
    iat: seconds(now),
    exp: seconds(expiresAt),
    jti: id,
    ...(details && { authorization_details: details }),
    ...(dpopJkt && { cnf: { jkt: dpopJkt } }),
    ...(actor && { act: { sub: actor } }),
  };
  const token = await sign({ algorithm, typ: TYP, claims, now });
  if (token.length > LONGEST)
    throw new Refusal("invalid_scope", { description: "too many contexts for one token of this API: ask for fewer" });
  return new Secret(token);
}

/**
 * Whether it is of our making and in time, and what kind of row stands behind it: only that says yes. An actor makes it
 * one that was exchanged.
 */
export async function readAccess(token: string, now: Date): Promise<"access" | "exchanged" | "malformed" | "expired"> {
  const read = await readSigned(token, { typ: TYP, issuer: issuerUrl(), now });
  if (typeof read === "string") return read;
  return read.claims.act === undefined ? "access" : "exchanged";
}
