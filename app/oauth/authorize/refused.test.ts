import { describe, expect, it } from "vitest";
import { days } from "@/lib/duration";
import {
  asked,
  CALLBACK,
  CHALLENGE,
  type Changes,
  expectError,
  expectPage,
  ISSUER,
  sentTo,
  sharedIssuer,
} from "@/lib/testing/authorize";
import { testBrowser } from "@/lib/testing/browser";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";

testDatabase();

describe("303 to the client with an error", () => {
  it.each<[string, string, Changes]>([
    ["no response_type (#7)", "invalid_request", { response_type: null }],
    ["response_type token (#8)", "unsupported_response_type", { response_type: "token" }],
    ["response_type code id_token (#9)", "unsupported_response_type", { response_type: "code id_token" }],
    ["response_type code foo (#10)", "unsupported_response_type", { response_type: "code foo" }],
    ["response_type code code (#10)", "unsupported_response_type", { response_type: "code code" }],
    ["response_type CODE (#10)", "unsupported_response_type", { response_type: "CODE" }],
    ["response_mode fragment (#11)", "invalid_request", { response_mode: "fragment" }],
    ["response_mode web_message (#11)", "invalid_request", { response_mode: "web_message" }],
    ["two scopes parameters (#28)", "invalid_request", { scope: ["stock", "stock"] }],
    ["two challenges (#28)", "invalid_request", { code_challenge: [CHALLENGE, CHALLENGE] }],
    ["two response_type (#28)", "invalid_request", { response_type: ["code", "code"] }],
    ["an unknown scope (#31)", "invalid_scope", { scope: "stock nonsense" }],
    ["a scope beyond the group (#32)", "invalid_scope", { scope: "postern:clients:read" }],
    ["a scope with illegal characters (#33)", "invalid_scope", { scope: 'stock "a\\\r\nSet-Cookie: é' }],
    ["no challenge, confidential client (#35)", "invalid_request", { code_challenge: null }],
    ["plain (#36)", "invalid_request", { code_challenge_method: "plain" }],
    ["no method (#37)", "invalid_request", { code_challenge_method: null }],
    ["a method without a challenge (#38)", "invalid_request", { code_challenge: "" }],
    ["a challenge of 42 characters (#39)", "invalid_request", { code_challenge: "a".repeat(42) }],
    ["a challenge of 129 characters (#39)", "invalid_request", { code_challenge: "a".repeat(129) }],
    ["a challenge with illegal characters (#39)", "invalid_request", { code_challenge: `${"a".repeat(40)}+/=` }],
    ["S512 (#40)", "invalid_request", { code_challenge_method: "S512" }],
    ["prompt none, signed out (#49)", "login_required", { prompt: "none" }],
    ["prompt none with another (#51)", "invalid_request", { prompt: "none login" }],
    ["an unknown prompt", "invalid_request", { prompt: "dance" }],
    ["a request object (#53)", "request_not_supported", { request: "eyJhbGciOiJub25lIn0.e30." }],
    ["a request_uri (#54)", "request_uri_not_supported", { request_uri: "https://canary.example/" }],
    ["a relative resource (#55)", "invalid_target", { resource: "/open" }],
    ["an unknown resource (#55)", "invalid_target", { resource: "https://unknown.example" }],
    ["a resource of no context that is asked for", "invalid_target", { resource: `${ISSUER}/open` }],
  ])("for %s", async (_what, error, changes) => {
    const issuer = await sharedIssuer();
    expectError(await asked(issuer, changes), error);
    expect(await issuer.db.authorizationRequest.count({ where: { clientId: issuer.client.id } })).toBe(0);
  });

  it("for a resource with a fragment (#55) and for a public client without PKCE (#34)", async () => {
    const issuer = await testIssuer();
    expectError(await asked(issuer, { resource: `${issuer.audience}#a` }), "invalid_target");
    await issuer.db.client.update({ where: { id: issuer.client.id }, data: { isPublic: true } });
    expectError(await asked(issuer, { code_challenge: null, code_challenge_method: null }), "invalid_request");
  });

  it("names no state where there was none (#43), or two (#28)", async () => {
    const issuer = await sharedIssuer();
    expectError(await asked(issuer, { state: null, response_type: "token" }), "unsupported_response_type", null);
    const { params } = sentTo(await asked(issuer, { state: ["a", "b"] }));
    expect(params).toMatchObject({ error: "invalid_request" });
    expect(params.state).toBeUndefined();
  });

  it("refuses control characters in the state, and gives them back escaped", async () => {
    const issuer = await sharedIssuer();
    const response = await asked(issuer, { state: "a\r\nSet-Cookie: x=y\u0000" });
    expectError(response, "invalid_request", "a\r\nSet-Cookie: x=y\u0000");
    expect(sentTo(response).location).not.toMatch(/[\r\n\0]/);
  });

  it("for prompt=none, signed in, with nothing allowed yet (#50), or with a password that is too old", async () => {
    const issuer = await testIssuer();
    const { cookie } = await testBrowser(issuer, { authenticatedAt: new Date(Date.now() - days(1)) });
    expectError(await asked(issuer, { prompt: "none" }, { cookie }), "consent_required");
    expectError(await asked(issuer, { prompt: "none", max_age: "60" }, { cookie }), "login_required");
  });

  it("for a client that is registered for client credentials alone (#47)", async () => {
    const issuer = await testIssuer();
    const where = { id: issuer.client.id };
    await issuer.db.client.update({ where, data: { grantType: "client_credentials" } });
    expectError(await asked(issuer), "unauthorized_client");
    await issuer.db.client.update({ where, data: { redirectUris: [] } });
    await expectPage(await asked(issuer));
  });

  it("for a scope whose module the company has switched off (#32)", async () => {
    const issuer = await testIssuer();
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    expectError(await asked(issuer, { scope: "labels" }), "invalid_scope");
  });
});

describe("a page of ours, and no way off it,", () => {
  it.each<[string, Changes]>([
    ["without client_id (#5)", { client_id: null }],
    ["for an unknown client (#6)", { client_id: "nobody" }],
    ["for a client_id with a NUL", { client_id: "a\u0000b" }],
    ["for two client_id (#27)", { client_id: ["a", "b"] }],
    ["for two redirect_uri (#27)", { redirect_uri: [CALLBACK, CALLBACK] }],
    ["for another callback (#12)", { redirect_uri: "https://evil.example/callback" }],
    ["for an added query (#13)", { redirect_uri: `${CALLBACK}?x=1` }],
    ["for a fragment (#17)", { redirect_uri: `${CALLBACK}#frag` }],
    ["for a trailing slash (#18)", { redirect_uri: `${CALLBACK}/` }],
    ["for an upper-case host (#18)", { redirect_uri: "https://CLIENT.example/callback" }],
    ["for a port (#18)", { redirect_uri: "https://client.example:443/callback" }],
    ["for an escape (#18)", { redirect_uri: "https://client.example%2Fcallback" }],
    ["for dot segments (#18)", { redirect_uri: "https://client.example/x/../callback" }],
    ["for a parameter (#18)", { redirect_uri: `${CALLBACK};a=b` }],
    ["for user information (#19)", { redirect_uri: "https://client.example@evil.example/callback" }],
    ["for a backslash (#19)", { redirect_uri: "https://client.example\\@evil.example" }],
    ["for a nested address (#19)", { redirect_uri: `https://evil.example/${CALLBACK}` }],
    ["for CR, LF and NUL (#19)", { redirect_uri: `${CALLBACK}\r\nSet-Cookie: a=b\u0000` }],
    ["for a host around it (#20)", { redirect_uri: "https://client.example.evil.example/callback" }],
    ["for a script (#24)", { redirect_uri: "javascript:alert(1)" }],
  ])("%s", async (_what, changes) => {
    const issuer = await sharedIssuer();
    const response = await asked(issuer, changes);
    const html = await expectPage(response);
    expect(html).not.toMatch(/href=|http-equiv|<script|<form|<a /i);
    expect(await issuer.db.authorizationRequest.count({ where: { clientId: issuer.client.id } })).toBe(0);
  });

  it("for a registered query that was changed (#14), and for none named of two (#26)", async () => {
    const issuer = await testIssuer();
    const redirectUris = [`${CALLBACK}?a=1`, `${CALLBACK}?a=2`];
    await issuer.db.client.update({ where: { id: issuer.client.id }, data: { redirectUris } });
    await expectPage(await asked(issuer, { redirect_uri: `${CALLBACK}?a=3` }));
    await expectPage(await asked(issuer, { redirect_uri: null }));
  });

  it.each([
    "http://127.0.0.1:1/other",
    "http://127.0.0.1:1/cb?x=1",
    "http://127.0.0.2/cb",
    "http://0.0.0.0/cb",
    "http://localhost.evil/cb",
    "http://2130706433/cb",
    "http://127.1/cb",
  ])("for a loopback address that only looks like the registered one (#22): %s", async (redirect_uri) => {
    const issuer = await testIssuer();
    const data = { isPublic: true, redirectUris: ["http://127.0.0.1/cb"] };
    await issuer.db.client.update({ where: { id: issuer.client.id }, data });
    await expectPage(await asked(issuer, { redirect_uri }));
  });

  it("for a state that is too long to be given back (#41)", async () => {
    await expectPage(await asked(await sharedIssuer(), { state: "s".repeat(8193) }));
  });

  it("for a client that is disabled or removed", async () => {
    for (const data of [{ disabledAt: new Date() }, { removedAt: new Date() }]) {
      const issuer = await testIssuer();
      await issuer.db.client.update({ where: { id: issuer.client.id }, data });
      await expectPage(await asked(issuer));
    }
  });

  it("shows what was sent as inert text (#6, #62), can be framed by nobody and loads nothing (#71, #72)", async () => {
    const issuer = await sharedIssuer();
    const response = await asked(issuer, { client_id: '<script>alert(1)</script>"\u202e' });
    const html = await expectPage(response);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;\\u{202e}");
    expect(html).not.toContain("<script");
    expect(html).toContain("40011");
    expect(html).toContain(response.headers.get("x-request-id"));
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect([response.headers.get("x-frame-options"), response.headers.get("referrer-policy")]).toEqual([
      "DENY",
      "no-referrer",
    ]);
    expect(html).not.toMatch(/url\(|src=|@import/);
  });

  it("speaks the reader's language: ui_locales, then the choice, then the browser's", async () => {
    const issuer = await sharedIssuer();
    const langOf = async (ui_locales: string | null, headers: Record<string, string>) =>
      /<html lang="([^"]+)">/.exec(await (await asked(issuer, { client_id: "x", ui_locales }, headers)).text())?.[1];
    const headers = { cookie: "postern-locale=ru", "accept-language": "es" };
    expect(await langOf("pt fr", headers)).toBe("pt-BR");
    expect(await langOf(null, headers)).toBe("ru");
    expect(await langOf(null, { "accept-language": "es" })).toBe("es");
  });
});
