import "server-only";
import { openAudience } from "@/lib/apis/system";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { issuerUrl } from "@/lib/env";
import { notices, requireCredential } from "./require";

/** `GET /open/global/config`: public, so that an integrator's first call tells whether they reach us at all. */
export async function openConfig(_ctx: Context, _request: Request): Promise<Response> {
  const issuer = issuerUrl();
  return json({
    name: "Postern",
    version: "v1",
    issuer,
    metadata: `${issuer}/.well-known/oauth-authorization-server`,
    me: `${issuer}/open/me`,
  });
}

/**
 * `GET /open/me`: says whom a credential stands for, and what it may do. Needs the context `open:read`.
 * @throws Refusal missing_token, forbidden, insufficient_scope, invalid_token, dpop_proof_refused, dpop_nonce_required
 */
export async function openMe(ctx: Context, request: Request): Promise<Response> {
  const audience = openAudience();
  const verdict = await requireCredential(ctx, request, { audience, scopes: ["open:read"], profile: "coded" });
  const { kind, tokenId, subject, company, client, scopes, issuedAt, expiresAt } = verdict;
  return json(
    {
      subject,
      company,
      client: client && { key: client.key, name: client.name },
      credential: { kind, id: tokenId, issuedAt, expiresAt },
      contexts: scopes.map(({ key }) => key),
    },
    { headers: notices(verdict) },
  );
}
