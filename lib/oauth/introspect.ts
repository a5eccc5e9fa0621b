import "server-only";
import type { Context } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { json } from "@/lib/doors/answer";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
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
  token_type?: "Bearer";
  exp?: number;
  iat: number;
  sub: string;
  aud?: string | readonly string[];
  iss: string;
  jti?: string;
  /** Who acts for the subject, in a token that was exchanged (RFC 8693 §4.1). */
  act?: { sub: string };
};

const INACTIVE = { active: false } as const;

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
const one = (audience: readonly string[]): string | readonly string[] =>
  audience[0] && audience.length === 1 ? audience[0] : audience;

function described(verdict: Active, scopes: readonly string[], audience: readonly string[]): Introspection {
  const { kind, client, subject, expiresAt, issuedAt, tokenId } = verdict;
  return {
    active: true,
    ...(scopes.length > 0 && { scope: scopes.join(" ") }),
    ...(client && { client_id: client.key }),
    ...(subject.kind === "person" && { username: subject.name }),
    token_type: "Bearer",
    ...(expiresAt && { exp: seconds(expiresAt) }),
    iat: seconds(issuedAt),
    sub: subject.id,
    aud: one(audience),
    iss: issuerUrl(),
    jti: tokenId,
    ...(kind === "exchanged" && client && { act: { sub: client.key } }),
  };
}

/**
 * A bearer token, for the client that it was issued to, or for the client that is an API which it is meant for: that one
 * is told of its own API alone, and its asking is a use of the token.
 */
async function bearer(ctx: Context, asker: AuthenticatedClient, token: string): Promise<Introspection | null> {
  const verdict = await verifyCredential(ctx, { scheme: "bearer", token });
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
  if (!row) return null;
  return {
    active: true,
    scope: row.scopes.join(" "),
    client_id: asker.key,
    ...(row.expiresAt && { exp: seconds(row.expiresAt) }),
    iat: seconds(row.createdAt),
    sub: row.userId,
    iss: issuerUrl(),
  };
}

/**
 * `POST /oauth/introspect` (RFC 7662): inactive unless everything says otherwise, and then without a word why. Only a
 * client with a secret may ask, so that nobody can try tokens out (§2.1); the kind is read from the token itself.
 * @throws Refusal invalid_request, invalid_client
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
