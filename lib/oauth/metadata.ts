import "server-only";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { issuerUrl } from "@/lib/env";
import { LOCALES } from "@/lib/i18n/locales";
import { offersAgents } from "./document-client";
import { ANY_ORIGIN } from "./public-reading";
import { offersRegistration } from "./register";
import { GRANT_TYPES } from "./token";

const WITH_SECRET = ["client_secret_basic", "client_secret_post"];

/**
 * What there is, and nothing else (RFC 8414 §2). No `scopes_supported`: which contexts a client may ask depends on its
 * company, and clients that ask for every listed one would be refused.
 */
async function document(ctx: Context) {
  const [takesAgents, takesRegistrations] = await Promise.all([offersAgents(ctx), offersRegistration(ctx)]);
  const issuer = issuerUrl();
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    jwks_uri: `${issuer}/oauth/jwks`,
    pushed_authorization_request_endpoint: `${issuer}/oauth/par`,
    require_pushed_authorization_requests: false,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: GRANT_TYPES,
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: [...WITH_SECRET, "none"],
    revocation_endpoint_auth_methods_supported: [...WITH_SECRET, "none"],
    introspection_endpoint_auth_methods_supported: WITH_SECRET,
    authorization_response_iss_parameter_supported: true,
    ui_locales_supported: LOCALES,
    // A company switches these on (RFC 7591; client ID metadata documents §5).
    ...(takesRegistrations && { registration_endpoint: `${issuer}/oauth/register` }),
    ...(takesAgents && { client_id_metadata_document_supported: true }),
  };
}

/** `GET /.well-known/oauth-authorization-server` (RFC 8414 §3): public, so any origin may read and keep it for an hour. */
export async function metadata(ctx: Context, _request: Request): Promise<Response> {
  return json(await document(ctx), { headers: { "cache-control": "public, max-age=3600", ...ANY_ORIGIN } });
}
