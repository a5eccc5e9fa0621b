import "server-only";
import { IDENTITY_SCOPES } from "@/lib/apis/identity";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { issuerUrl } from "@/lib/env";
import { LOCALES } from "@/lib/i18n/locales";
import { ALGORITHMS } from "@/lib/keys/rules";
import { ACR } from "./id-token";
import { ANY_ORIGIN } from "./public-reading";
import { PROMPTS } from "./rules";
import { GRANT_TYPES } from "./token";

const WITH_SECRET = ["client_secret_basic", "client_secret_post"];

/** What is true of sign-ins (OpenID Connect Discovery §3). It says too what is not offered where silence would mean yes. */
const signIns = (issuer: string) => ({
  userinfo_endpoint: `${issuer}/oauth/userinfo`,
  end_session_endpoint: `${issuer}/oauth/logout`,
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ALGORITHMS,
  acr_values_supported: [ACR],
  prompt_values_supported: PROMPTS,
  claims_supported: [
    ...["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash"],
    ...["name", "locale", "zoneinfo", "email", "email_verified"],
  ],
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
});

/**
 * What there is, and nothing else (RFC 8414 §2). No `scopes_supported`: which contexts a client may ask depends on its
 * company, and clients that ask for every listed one would be refused.
 */
function document() {
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
    ...signIns(issuer),
  };
}

const HEADERS = { "cache-control": "public, max-age=3600", ...ANY_ORIGIN };

/** `GET /.well-known/oauth-authorization-server` (RFC 8414 §3): public, so any origin may read and keep it for an hour. */
export async function metadata(_ctx: Context, _request: Request): Promise<Response> {
  return json(document(), { headers: HEADERS });
}

/**
 * `GET /.well-known/openid-configuration` (OpenID Connect Discovery §4): the same, and the contexts of a sign-in, which are
 * the same for every company.
 */
export async function openidConfiguration(_ctx: Context, _request: Request): Promise<Response> {
  const scopes = IDENTITY_SCOPES.map(({ key }) => key);
  return json({ ...document(), scopes_supported: scopes }, { headers: HEADERS });
}
