import "server-only";
import { ASSERTION_ALGORITHMS } from "@/lib/clients/jwk-set";
import type { Context } from "@/lib/context";
import { after, minutes, seconds } from "@/lib/duration";
import { issuerUrl } from "@/lib/env";
import { type Claims, type Problem, readForeign, unprovenKid } from "@/lib/keys/foreign";
import { spendProof } from "@/lib/policy/spent";
import { keysOf } from "./assertion-keys";
import type { ClientRow } from "./hot";

/** How far ahead its end may be: an assertion is made for one request, and its id is kept until then. */
const LONGEST_LIFE = minutes(10);
/** How far a client's clock may be ahead of ours. */
const CLOCKS_DIFFER = seconds(60);

/** RFC 7515 §4.1; the last type is the one that the revised RFC 7523 wants. */
const FORM = {
  algorithms: ASSERTION_ALGORITHMS,
  headerMembers: ["alg", "kid", "typ"],
  types: [undefined, "JWT", "jwt", "client-authentication+jwt"],
} as const;

/** An assertion that its client signed: what spends it. */
export type Assertion = Readonly<{ jti: string; expiresAt: Date }>;

const isLate = (value: unknown, now: Date): boolean =>
  value !== undefined && (typeof value !== "number" || value * 1000 > after(now, CLOCKS_DIFFER).getTime());

/**
 * What an assertion proves for a client, or why nothing (RFC 7523 §3 and its revision): made by the client about itself,
 * for this server and no other, good now and not for long, and with an id of its own. The audience is the issuer's very
 * name: a list, or the address of an endpoint, could have been meant for another server.
 */
export function assertionOf(claims: Claims, { key, now }: { key: string; now: Date }): Assertion | Problem {
  const { iss, sub, aud, exp, nbf, iat, jti } = claims;
  if (iss !== key || sub !== key) return { problem: "iss and sub are not both the client" };
  if (aud !== issuerUrl()) return { problem: "aud is not the issuer" };
  if (typeof exp !== "number" || exp * 1000 <= now.getTime()) return { problem: "expired, or without an end" };
  if (exp * 1000 > after(now, LONGEST_LIFE).getTime()) return { problem: "its end is too far ahead" };
  if (isLate(nbf, now) || isLate(iat, now)) return { problem: "it is not good yet" };
  if (typeof jti !== "string" || jti === "") return { problem: "no jti" };
  return { jti, expiresAt: new Date(exp * 1000) };
}

/**
 * Whether one of the client's own keys signed this assertion, and what it says holds. It still has to be spent.
 * @returns what spends it, or for our log why it proves nothing
 */
export async function provenAssertion(ctx: Context, client: ClientRow, token: string): Promise<Assertion | Problem> {
  const keys = await keysOf(client, { kid: unprovenKid(token), now: ctx.now });
  if ("problem" in keys) return keys;
  const read = await readForeign(token, keys, FORM);
  return "problem" in read ? read : assertionOf(read.claims, { key: client.key, now: ctx.now });
}

/** Spends an assertion, for all processes: of any number of requests that show it one gets true (RFC 7523 §3). */
export const spendAssertion = (ctx: Context, clientId: string, { jti, expiresAt }: Assertion): Promise<boolean> =>
  spendProof(ctx, { use: "client_assertion", signer: clientId, jti }, expiresAt);
