import "server-only";
import { type Details, detailsOf } from "@/lib/apis/details";
import type { Context } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { json } from "@/lib/doors/answer";
import { minutes } from "@/lib/duration";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { requireRate } from "@/lib/policy/rate";
import { findLiveRefresh } from "@/lib/tokens/oauth/store";
import { countUse } from "@/lib/verify/require";
import { type Active, isMeantFor, scopesAt, verifyCredential } from "@/lib/verify/verify";
import { type AuthenticatedClient, authenticateClient, invalidClient } from "./client-auth";
import { readForm } from "./form";

/** The answer about a live token (RFC 7662 §2.2). */
type Introspection = {
  active: true;
  scope?: string;
  client_id?: string;
  username?: string;
  token_type?: "Bearer" | "DPoP";
  /** The key that whoever presents it must prove to hold (RFC 9449 §6.2). */
  cnf?: { jkt: string };
  exp?: number;
  iat: number;
  sub: string;
  aud?: string | readonly string[];
  iss: string;
  jti?: string;
  /** Of the one API that asks, or, for the client, all of them (RFC 9396 §9.2). */
  authorization_details?: Details;
  /** Who acts for the subject, in a token that was exchanged (RFC 8693 §4.1). */
  act?: { sub: string };
};

const INACTIVE = { active: false } as const;

/**
 * Tokens that were never any, which one client may ask about. Only they are counted and only they are refused: an API
 * that strangers call with made-up tokens still learns of its users' good ones.
 */
const UNKNOWN = { what: "introspect-unknown", limit: 600, windowMs: minutes(1) };

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
const one = (audience: readonly string[]): string | readonly string[] =>
  audience[0] && audience.length === 1 ? audience[0] : audience;

function described(verdict: Active, scopes: readonly string[], audience: readonly string[]): Introspection {
  const details = detailsOf(verdict.details, scopes);
  const { kind, client, subject, expiresAt, issuedAt, tokenId, dpopJkt } = verdict;
  return {
    active: true,
    ...(scopes.length > 0 && { scope: scopes.join(" ") }),
    ...(client && { client_id: client.key }),
    ...(subject.kind === "person" && { username: subject.name }),
    token_type: dpopJkt ? "DPoP" : "Bearer",
    ...(dpopJkt && { cnf: { jkt: dpopJkt } }),
    ...(expiresAt && { exp: seconds(expiresAt) }),
    iat: seconds(issuedAt),
    sub: subject.id,
    aud: one(audience),
    iss: issuerUrl(),
    jti: tokenId,
    ...(details && { authorization_details: details }),
    ...(kind === "exchanged" && client && { act: { sub: client.key } }),
  };
}

/**
 * An access or personal token, for the client that it was issued to, or for the client that is an API which it is meant for: that one
 * is told of its own API alone, and its asking is a use of the token.
 */
async function bearer(ctx: Context, asker: AuthenticatedClient, token: string): Promise<Introspection | null> {
  const verdict = await verifyCredential(ctx, { scheme: "bearer", token });
  if (!verdict.active && (verdict.reason === "unknown" || verdict.reason === "malformed"))
    requireRate(UNKNOWN, asker.id);
  if (!verdict.active || verdict.company.id !== asker.companyId) return null;
  if (verdict.client?.id === asker.id)
    return described(
      verdict,
      verdict.scopes.map(({ key }) => key),
      verdict.audience,
    );
  const own = asker.resourceServer;
  if (own === null || !isMeantFor(verdict, own)) return null;
  countUse(ctx, verdict);
  return described(verdict, scopesAt(verdict, own), [own]);
}

async function refresh(ctx: Context, asker: AuthenticatedClient, token: string): Promise<Introspection | null> {
  const row = await findLiveRefresh(ctx.db, { hashes: hashesOf(token), clientId: asker.id, now: ctx.now });
  if (!row) {
    requireRate(UNKNOWN, asker.id);
    return null;
  }
  return {
    active: true,
    scope: row.scopes.join(" "),
    client_id: asker.key,
    ...(row.expiresAt && { exp: seconds(row.expiresAt) }),
    iat: seconds(row.createdAt),
    sub: row.userId,
    iss: issuerUrl(),
    ...(row.details && { authorization_details: row.details as unknown as Details }),
  };
}

/**
 * `POST /oauth/introspect` (RFC 7662): inactive unless everything says otherwise, and then without a word why. Only a
 * client with a secret may ask, so that nobody can try tokens out (§2.1); the kind is read from the token itself.
 * @throws Refusal invalid_request, invalid_client; too_many_requests for a made-up token after 600 of them in a minute
 */
export async function introspect(ctx: Context, request: Request): Promise<Response> {
  const form = await readForm(request);
  const asker = await authenticateClient(ctx, request, form);
  if (asker.isPublic) throw invalidClient("a public client asks about tokens");
  const token = form.get("token");
  if (token === undefined) throw new Refusal("invalid_request", { description: "token is missing" });
  const look = kindOf(token) === "refresh" ? refresh : bearer;
  return json((await look(ctx, asker, token)) ?? INACTIVE);
}
