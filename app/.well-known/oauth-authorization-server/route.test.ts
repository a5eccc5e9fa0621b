import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { GET, HEAD, OPTIONS, POST } from "./route";

testDatabase();

const ADDRESS = "http://localhost:3000/.well-known/oauth-authorization-server";
const call = (run = GET, init: RequestInit = {}) => run(new Request(ADDRESS, init));

const CONFIDENTIAL = ["client_secret_basic", "client_secret_post", "private_key_jwt"];
const SIGNED_BY = ["ES256", "ES384", "ES512", "EdDSA", "Ed25519", "PS256", "RS256"];

it("says what there is and nothing else (#279, #282, #283, #284, #285)", async () => {
  const response = await call();
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  expect(await response.json()).toEqual({
    issuer: "http://localhost:3000",
    authorization_endpoint: "http://localhost:3000/oauth/authorize",
    token_endpoint: "http://localhost:3000/oauth/token",
    revocation_endpoint: "http://localhost:3000/oauth/revoke",
    introspection_endpoint: "http://localhost:3000/oauth/introspect",
    jwks_uri: "http://localhost:3000/oauth/jwks",
    pushed_authorization_request_endpoint: "http://localhost:3000/oauth/par",
    device_authorization_endpoint: "http://localhost:3000/oauth/device_authorization",
    require_pushed_authorization_requests: false,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: [
      "authorization_code",
      "refresh_token",
      "client_credentials",
      "urn:ietf:params:oauth:grant-type:device_code",
      "urn:ietf:params:oauth:grant-type:token-exchange",
    ],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: [...CONFIDENTIAL, "none"],
    token_endpoint_auth_signing_alg_values_supported: SIGNED_BY,
    revocation_endpoint_auth_methods_supported: [...CONFIDENTIAL, "none"],
    revocation_endpoint_auth_signing_alg_values_supported: SIGNED_BY,
    introspection_endpoint_auth_methods_supported: CONFIDENTIAL,
    introspection_endpoint_auth_signing_alg_values_supported: SIGNED_BY,
    authorization_response_iss_parameter_supported: true,
    authorization_details_types_supported: ["context"],
    dpop_signing_alg_values_supported: ["ES256", "ES384", "ES512", "EdDSA", "Ed25519", "PS256"],
    ui_locales_supported: ["en", "fr", "pt-BR", "ru", "es"],
    userinfo_endpoint: "http://localhost:3000/oauth/userinfo",
    end_session_endpoint: "http://localhost:3000/oauth/logout",
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256", "EdDSA", "RS256"],
    acr_values_supported: ["urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"],
    prompt_values_supported: ["none", "login", "consent", "select_account"],
    claims_supported: [
      ...["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash"],
      ...["name", "locale", "zoneinfo", "email", "email_verified"],
    ],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
  });
});

it("names endpoints that are served (#281)", async () => {
  const { TABLE } = await import("@/lib/serve/table");
  const document = (await (await call()).json()) as Record<string, string>;
  const endpoints = Object.keys(document).filter((name) => name.endsWith("_endpoint"));
  for (const name of endpoints) expect(TABLE.has(new URL(document[name] ?? "").pathname)).toBe(true);
  expect(endpoints).toHaveLength(8);
});

it("may be read by any origin and kept for an hour, and takes no other method (#287)", async () => {
  const headers = ["access-control-allow-origin", "cache-control"];
  const of = (response: Response) => [response.status, ...headers.map((name) => response.headers.get(name))];
  expect(of(await call())).toEqual([200, "*", "public, max-age=3600"]);
  expect(of(await call(HEAD, { method: "HEAD" }))).toEqual([200, "*", "public, max-age=3600"]);
  expect(of(await call(OPTIONS, { method: "OPTIONS" })).slice(0, 2)).toEqual([204, "*"]);
  expect((await call(POST, { method: "POST" })).status).toBe(405);
});

it("is the same whatever the request says of the host (#288)", async () => {
  const forged = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" };
  expect(await (await call(GET, { headers: forged })).text()).toBe(await (await call()).text());
});
