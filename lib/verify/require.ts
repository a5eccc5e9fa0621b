import "server-only";
import type { Context } from "@/lib/context";
import { textWithin } from "@/lib/doors/body";
import { Refusal } from "@/lib/errors";
import { recordUse } from "@/lib/usage/record";
import { BASIC_CHALLENGE, bearerChallenge, type Challenge, challenges } from "./challenge";
import { requireClientIdHeader } from "./client-id-header";
import { ownCall } from "./dpop/check";
import { requirePossession } from "./dpop/possession";
import type { Call } from "./dpop/rules";
import { type Presented, presentedCredential } from "./presented";
import { type Active, isMeantFor, scopesAt, verifyCredential } from "./verify";

export type Need = {
  /** The audience of the API that is called. */
  audience: string;
  /** The contexts that the call needs, every one of them. */
  scopes?: readonly string[];
  /** `coded`: a key that is not good is 403, a header that is missing or malformed is 401. Otherwise RFC 6750 §3.1. */
  profile?: "rfc6750" | "coded";
  /** A proxy asks about a call that it holds: its body is not here. */
  bodyless?: boolean;
  /** The call that a proof of possession must be for: this very one, if left out. Null: it is not known here, or nothing
   * that is bound to a key is taken, and so such a token is refused. */
  call?: Call | null;
};

/** A credential that was let in, and the nonce for the next proof that its answer has to carry; null: none. */
export type Admitted = Active & Readonly<{ nextNonce: string | null }>;

/** WWW-Authenticate for who showed that, with what was wrong. */
function challenge(shown: Presented["scheme"] | null, what: Challenge, { audience, call }: Need): string {
  if (shown === "basic") return BASIC_CHALLENGE;
  return challenges(shown, what, { audience, takesProofs: call !== null });
}

function nothingShown(malformed: boolean, need: Need): Refusal {
  const { profile, bodyless } = need;
  // A proxy makes its own error of any answer but 2xx, 401 and 403.
  if (malformed && profile !== "coded")
    return new Refusal(bodyless ? "invalid_token" : "invalid_request", {
      description: "the Authorization header is malformed",
      headers: { "WWW-Authenticate": challenge(null, { error: "invalid_request" }, need) },
    });
  return new Refusal("missing_token", {
    description: malformed ? "the Authorization header is malformed" : "send Authorization: Bearer and a token",
    headers: { "WWW-Authenticate": challenge(null, { scope: need.scopes?.join(" ") ?? "" }, need) },
  });
}

function refused({ scheme }: Presented, detail: string, need: Need): Refusal {
  const description = "the credential is unknown, expired, revoked, or not meant for this API";
  if (need.profile === "coded") return new Refusal("forbidden", { description, detail });
  const headers = {
    "WWW-Authenticate": challenge(scheme, { error: "invalid_token", scope: need.scopes?.join(" ") ?? "" }, need),
  };
  return new Refusal("invalid_token", { description, detail, headers });
}

const LONGEST_FORM = 65_536;

/** RFC 6750 §2: a client must not use more than one method. A token in the form alone is not looked at.
 * The form is used up by this: no API of ours takes one. */
async function requireOneMethod(request: Request): Promise<void> {
  const type = request.headers.get("content-type") ?? "";
  if (request.method === "GET" || request.method === "HEAD" || !/^application\/x-www-form-urlencoded\b/i.test(type))
    return;
  const form = new URLSearchParams(await textWithin(request, LONGEST_FORM));
  if (form.has("access_token"))
    throw new Refusal("invalid_request", {
      description: "the token is sent twice",
      headers: { "WWW-Authenticate": bearerChallenge({ error: "invalid_request" }) },
    });
}

/** Counts the use of a credential that was let in: personal tokens and the API connection by themselves, access tokens
 * by the authorization that they stand on, exchanged ones as a use of their parent. */
export function countUse(ctx: Context, { countsOn }: Active): void {
  if (countsOn) recordUse(ctx, countsOn);
}

/** A call may name the client that it is made by: then it must be the token's. */
function isOfNamedClient(verdict: Active, request: Request): boolean {
  const named = request.headers.get("x-postern-clientid");
  return named === null || named === verdict.client?.key;
}

function requireScopes(verdict: Active, { scheme }: Presented, need: Need): void {
  const { audience, scopes = [] } = need;
  const held = scopesAt(verdict, audience);
  if (scopes.every((scope) => held.includes(scope))) return;
  const scope = scopes.join(" ");
  throw new Refusal("insufficient_scope", {
    description: `this needs the context ${scope}`,
    // A connection that lacks a context is shown the scheme whose tokens can have it.
    headers: {
      "WWW-Authenticate": challenge(
        scheme === "dpop" ? scheme : "bearer",
        { error: "insufficient_scope", scope },
        need,
      ),
    },
  });
}

/** A token that is bound to a key comes with a proof of it; what is no token is bound to none. */
async function requireItsKey(
  ctx: Context,
  request: Request,
  held: { presented: Presented; verdict: Active; need: Need },
) {
  const { presented, verdict, need } = held;
  if (presented.scheme === "basic") return null;
  const { audience, call = ownCall(request) } = need;
  const header = request.headers.get("dpop");
  return requirePossession(ctx, { ...presented, jkt: verdict.dpopJkt }, { header, call, audience });
}

const OBSOLETE_SINCE = Date.UTC(2026, 10, 23) / 1000;

/**
 * What an answer has to tell its caller in headers: that the API connection is obsolete (RFC 9745 §2.1), and the nonce for
 * the next proof (RFC 9449 §8.2).
 */
export const notices = ({ kind, nextNonce }: Admitted): Record<string, string> => ({
  ...(kind === "legacy" && { deprecation: `@${OBSOLETE_SINCE}` }),
  ...(nextNonce && { "dpop-nonce": nextNonce }),
});

/**
 * The credential of a call to one of our own APIs, good for that API and for the context that the call needs, and in the
 * hands of whom it was issued to (RFC 9449 §7.1). The answer must carry the `notices` about it.
 * @throws Refusal missing_token (no error code in the challenge), invalid_request, invalid_token, insufficient_scope
 * (RFC 6750 §3.1); forbidden where the API wants the client named in a header; with the profile `coded` missing_token and
 * forbidden; dpop_proof_refused and dpop_nonce_required in both
 */
export async function requireCredential(ctx: Context, request: Request, need: Need): Promise<Admitted> {
  const presented = presentedCredential(request.headers);
  if (presented === "none" || presented === "malformed") throw nothingShown(presented === "malformed", need);
  if (!need.bodyless) await requireOneMethod(request);
  const verdict = await verifyCredential(ctx, presented);
  if (!verdict.active) throw refused(presented, verdict.reason, need);
  if (!isMeantFor(verdict, need.audience)) throw refused(presented, "another audience", need);
  if (!isOfNamedClient(verdict, request)) throw refused(presented, "another client", need);
  const nextNonce = await requireItsKey(ctx, request, { presented, verdict, need });
  requireClientIdHeader(verdict, request.headers, need.audience);
  requireScopes(verdict, presented, need);
  countUse(ctx, verdict);
  return { ...verdict, nextNonce };
}
