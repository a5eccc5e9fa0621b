import "server-only";
import type { Context } from "@/lib/context";
import { textWithin } from "@/lib/doors/body";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { recordUse } from "@/lib/usage/record";
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
};

/**
 * Where the metadata of a resource is: of our own where RFC 9728 §3.1 puts it, the well-known part before its path; of a
 * company's API, whose host is not ours, at ours too, as a challenge may point anywhere (§5.1).
 */
export function metadataUrl(audience: string): string {
  if (!audience.startsWith(`${issuerUrl()}/`))
    return `${issuerUrl()}/.well-known/oauth-protected-resource?resource=${encodeURIComponent(audience)}`;
  const { origin, pathname } = new URL(audience);
  return `${origin}/.well-known/oauth-protected-resource${pathname === "/" ? "" : pathname}`;
}

type Challenge = { error?: string; scope?: string };

/** WWW-Authenticate of RFC 6750 §3, with the pointer of RFC 9728 §5.1 to the metadata of the API that was called. */
export function bearerChallenge({ error, scope }: Challenge, audience?: string): string {
  const parts = [
    error && `error="${error}"`,
    scope && `scope="${scope}"`,
    audience && `resource_metadata="${metadataUrl(audience)}"`,
  ].filter(Boolean);
  return parts.length > 0 ? `Bearer ${parts.join(", ")}` : "Bearer";
}

export const BASIC_CHALLENGE = 'Basic realm="Postern", charset="UTF-8"';

function nothingShown(malformed: boolean, { audience, scopes = [], profile, bodyless }: Need): Refusal {
  // A proxy makes its own error of any answer but 2xx, 401 and 403.
  if (malformed && profile !== "coded")
    return new Refusal(bodyless ? "invalid_token" : "invalid_request", {
      description: "the Authorization header is malformed",
      headers: { "WWW-Authenticate": bearerChallenge({ error: "invalid_request" }, audience) },
    });
  return new Refusal("missing_token", {
    description: malformed ? "the Authorization header is malformed" : "send Authorization: Bearer and a token",
    headers: { "WWW-Authenticate": bearerChallenge({ scope: scopes.join(" ") }, audience) },
  });
}

function refused(presented: Presented, detail: string, { audience, scopes = [], profile }: Need): Refusal {
  const description = "the credential is unknown, expired, revoked, or not meant for this API";
  if (profile === "coded") return new Refusal("forbidden", { description, detail });
  const challenge =
    presented.scheme === "basic"
      ? BASIC_CHALLENGE
      : bearerChallenge({ error: "invalid_token", scope: scopes.join(" ") }, audience);
  return new Refusal("invalid_token", { description, detail, headers: { "WWW-Authenticate": challenge } });
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
 * by the authorization that they stand on. */
export function countUse(ctx: Context, verdict: Active): void {
  if (verdict.kind === "access" && verdict.grantId) recordUse(ctx, { kind: "grant", id: verdict.grantId });
  else if (verdict.kind !== "access") recordUse(ctx, { kind: verdict.kind, id: verdict.tokenId });
}

/** A call may name the client that it is made by: then it must be the token's. */
function isOfNamedClient(verdict: Active, request: Request): boolean {
  const named = request.headers.get("x-postern-clientid");
  return named === null || named === verdict.client?.key;
}

function requireScopes(verdict: Active, { audience, scopes = [] }: Need): void {
  const held = scopesAt(verdict, audience);
  if (scopes.every((scope) => held.includes(scope))) return;
  const scope = scopes.join(" ");
  throw new Refusal("insufficient_scope", {
    description: `this needs the context ${scope}`,
    headers: { "WWW-Authenticate": bearerChallenge({ error: "insufficient_scope", scope }, audience) },
  });
}

const OBSOLETE_SINCE = Date.UTC(2026, 10, 23) / 1000;

/** Calls with the API connection are told that it is obsolete (RFC 9745 §2.1). */
export const deprecation = (verdict: Active): Record<string, string> =>
  verdict.kind === "legacy" ? { deprecation: `@${OBSOLETE_SINCE}` } : {};

/**
 * The credential of a call to one of our own APIs, good for that API and for the context that the call needs.
 * @throws Refusal missing_token (no error code in the challenge), invalid_request, invalid_token, insufficient_scope
 * (RFC 6750 §3.1); with the profile `coded` missing_token and forbidden
 */
export async function requireCredential(ctx: Context, request: Request, need: Need): Promise<Active> {
  const presented = presentedCredential(request.headers);
  if (presented === "none" || presented === "malformed") throw nothingShown(presented === "malformed", need);
  if (!need.bodyless) await requireOneMethod(request);
  const verdict = await verifyCredential(ctx, presented);
  if (!verdict.active) throw refused(presented, verdict.reason, need);
  if (!isMeantFor(verdict, need.audience)) throw refused(presented, "another audience", need);
  if (!isOfNamedClient(verdict, request)) throw refused(presented, "another client", need);
  requireScopes(verdict, need);
  countUse(ctx, verdict);
  return verdict;
}
