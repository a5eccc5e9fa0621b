import "server-only";
import { DETAIL_TYPES } from "@/lib/apis/details-rules";
import { IDENTITY_SCOPES } from "@/lib/apis/identity";
import { ASSERTION_ALGORITHMS } from "@/lib/clients/jwk-set";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { issuerUrl } from "@/lib/env";
import { LOCALES } from "@/lib/i18n/locales";
import { ALGORITHMS } from "@/lib/keys/rules";
import { PROOF_ALGORITHMS } from "@/lib/verify/dpop/check";
import { offersAgents } from "./document-client";
import { ACR } from "./id-token";
import { ANY_ORIGIN } from "./public-reading";
import { offersRegistration } from "./register";
import { PROMPTS } from "./rules";
import { GRANT_TYPES } from "./token";

/** How a client proves who it is; `none` is for those that can't (RFC 8414 §2, RFC 7523 §2.2). */
const CONFIDENTIAL = ["client_secret_basic", "client_secret_post", "private_key_jwt"];

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
    device_authorization_endpoint: `${issuer}/oauth/device_authorization`,
    require_pushed_authorization_requests: false,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: GRANT_TYPES,
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: [...CONFIDENTIAL, "none"],
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    revocation_endpoint_auth_methods_supported: [...CONFIDENTIAL, "none"],
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    introspection_endpoint_auth_methods_supported: CONFIDENTIAL,
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    authorization_details_types_supported: DETAIL_TYPES,
    authorization_response_iss_parameter_supported: true,
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    ui_locales_supported: LOCALES,
    ...signIns(issuer),
    // A company switches these on (RFC 7591; client ID metadata documents §5).
    ...(takesRegistrations && { registration_endpoint: `${issuer}/oauth/register` }),
    ...(takesAgents && { client_id_metadata_document_supported: true }),
  };
}

const HEADERS = { "cache-control": "public, max-age=3600", ...ANY_ORIGIN };

/** `GET /.well-known/oauth-authorization-server` (RFC 8414 §3): public, so any origin may read and keep it for an hour. */
export async function metadata(ctx: Context, _request: Request): Promise<Response> {
  return json(await document(ctx), { headers: HEADERS });
}

/**
 * `GET /.well-known/openid-configuration` (OpenID Connect Discovery §4): the same, and the contexts of a sign-in, which are
 * the same for every company.
 */
export async function openidConfiguration(ctx: Context, _request: Request): Promise<Response> {
  const scopes = IDENTITY_SCOPES.map(({ key }) => key);
  return json({ ...(await document(ctx)), scopes_supported: scopes }, { headers: HEADERS });
}
