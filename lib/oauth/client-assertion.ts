import "server-only";
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet } from "jose";
import { ASSERTION_ALGORITHMS } from "@/lib/clients/jwk-set";
import type { Context } from "@/lib/context";
import { after, minutes, seconds } from "@/lib/duration";
import { issuerUrl } from "@/lib/env";
import { spendProof } from "@/lib/policy/spent";
import { keysOf } from "./assertion-keys";
import type { ClientRow } from "./hot";

/** How far ahead its end may be: an assertion is made for one request, and its id is kept until then. */
const LONGEST_LIFE = minutes(10);
/** How far a client's clock may be ahead of ours. */
const CLOCKS_DIFFER = seconds(60);

/** RFC 7515 §4.1; the second type is the one that the revised RFC 7523 wants. Everything else is one too many. */
const HEADER_MEMBERS = ["alg", "kid", "typ"];
const TYPES = [undefined, "JWT", "jwt", "client-authentication+jwt"];

/** What reading, importing a key and verifying throw over something that was sent; all else is a fault of ours. */
const WRONG = [errors.JOSEError, SyntaxError, TypeError, DOMException];

type Claims = Readonly<Record<string, unknown>>;
/** An assertion that its client signed: what spends it. */
export type Assertion = Readonly<{ jti: string; expiresAt: Date }>;

/** Why a header is none of ours, or null. A `crit`, `b64` or a key of the sender's own (`jwk`, `jku`, `x5c`) is refused. */
function headerProblem(token: string): string | null {
  const header: Record<string, unknown> = decodeProtectedHeader(token);
  if (!Object.keys(header).every((name) => HEADER_MEMBERS.includes(name))) return "a header member that is not known";
  if (!TYPES.some((type) => type === header.typ)) return "the assertion is of another type";
  return header.kid === undefined || typeof header.kid === "string" ? null : "kid is no text";
}

const isLate = (value: unknown, now: Date): boolean =>
  value !== undefined && (typeof value !== "number" || value * 1000 > after(now, CLOCKS_DIFFER).getTime());

/**
 * What an assertion proves for a client, or why nothing (RFC 7523 §3 and its revision): made by the client about itself,
 * for this server and no other, good now and not for long, and with an id of its own. The audience is the issuer's very
 * name: a list, or the address of an endpoint, could have been meant for another server.
 */
export function assertionOf(claims: Claims, { key, now }: { key: string; now: Date }): Assertion | { problem: string } {
  const { iss, sub, aud, exp, nbf, iat, jti } = claims;
  if (iss !== key || sub !== key) return { problem: "iss and sub are not both the client" };
  if (aud !== issuerUrl()) return { problem: "aud is not the issuer" };
  if (typeof exp !== "number" || exp * 1000 <= now.getTime()) return { problem: "expired, or without an end" };
  if (exp * 1000 > after(now, LONGEST_LIFE).getTime()) return { problem: "its end is too far ahead" };
  if (isLate(nbf, now) || isLate(iat, now)) return { problem: "it is not good yet" };
  if (typeof jti !== "string" || jti === "") return { problem: "no jti" };
  return { jti, expiresAt: new Date(exp * 1000) };
}

async function signedClaims(token: string, keys: JSONWebKeySet): Promise<Claims> {
  const set = createLocalJWKSet(keys);
  const { payload } = await compactVerify(token, (header, jws) => set(header, jws), {
    algorithms: [...ASSERTION_ALGORITHMS],
  });
  const claims: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  if (typeof claims !== "object" || claims === null) throw new TypeError("the claims are no object");
  return claims as Claims;
}

/**
 * Whether one of the client's own keys signed this assertion, and what it says holds. It still has to be spent.
 * @returns what spends it, or for our log why it proves nothing
 */
export async function provenAssertion(
  ctx: Context,
  client: ClientRow,
  token: string,
): Promise<Assertion | { problem: string }> {
  try {
    const problem = headerProblem(token);
    if (problem !== null) return { problem };
    const keys = await keysOf(client, ctx);
    if ("problem" in keys) return keys;
    return assertionOf(await signedClaims(token, keys), { key: client.key, now: ctx.now });
  } catch (error) {
    if (WRONG.some((kind) => error instanceof kind)) return { problem: String(error) };
    throw error;
  }
}

/** Spends an assertion, for all processes: of any number of requests that show it one gets true (RFC 7523 §3). */
export const spendAssertion = (ctx: Context, clientId: string, { jti, expiresAt }: Assertion): Promise<boolean> =>
  spendProof(ctx, { use: "client_assertion", signer: clientId, jti }, expiresAt);
