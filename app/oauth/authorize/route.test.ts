import { describe, expect, it } from "vitest";
import { days, seconds } from "@/lib/duration";
import { provenBack } from "@/lib/oauth/consent-address";
import { testBrowser } from "@/lib/testing/browser";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import * as route from "./route";

testDatabase();

const ISSUER = "http://localhost:3000";
const CALLBACK = "https://client.example/callback";
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** For the cases that store nothing: one is enough. */
let shared: Promise<TestIssuer> | undefined;
const sharedIssuer = (): Promise<TestIssuer> => {
  shared ??= testIssuer();
  return shared;
};

type Changes = Record<string, string | string[] | null>;

function query({ client }: TestIssuer, changes: Changes = {}): string {
  const sent: Changes = {
    response_type: "code",
    client_id: client.key,
    redirect_uri: CALLBACK,
    scope: "stock",
    state: "xyz",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...changes,
  };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(sent)) for (const one of [value ?? []].flat()) search.append(name, one);
  return search.toString();
}

const get = (search: string, headers: Record<string, string> = {}) =>
  route.GET(new Request(`${ISSUER}/oauth/authorize?${search}`, { headers }));
const asked = (issuer: TestIssuer, changes?: Changes, headers?: Record<string, string>) =>
  get(query(issuer, changes), headers);

/** Where a redirect leads, and with what. */
function sentTo(response: Response) {
  const location = response.headers.get("location") ?? "";
  const url = new URL(location, ISSUER);
  return { location, url, to: `${url.origin}${url.pathname}`, params: Object.fromEntries(url.searchParams) };
}

async function expectPage(response: Response, status = 400): Promise<string> {
  expect(response.status).toBe(status);
  expect(response.headers.get("location")).toBeNull();
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  return response.text();
}

function expectError(response: Response, error: string, state: string | null = "xyz"): void {
  expect(response.status).toBe(303);
  const { to, params, url } = sentTo(response);
  expect([to, url.hash]).toEqual([CALLBACK, ""]);
  const { error_description, ...rest } = params;
  expect(rest).toEqual({ error, iss: ISSUER, ...(state !== null && { state }) });
  expect(error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
}

/** The request that waits, by the address of its consent page. */
async function kept({ db }: TestIssuer, response: Response) {
  expect(response.status).toBe(303);
  const { url } = sentTo(response);
  const path = url.pathname === "/sign-in" ? new URL(url.searchParams.get("to") ?? "", ISSUER) : url;
  const id = path.pathname.split("/")[2] ?? "";
  expect(path.pathname).toBe(`/consent/${id}`);
  expect(provenBack(id, path.searchParams.get("back"), path.searchParams.get("proof"))).not.toBeNull();
  return db.authorizationRequest.findUniqueOrThrow({ where: { id } });
}

describe("303 to the consent page", () => {
  it("keeps what was asked for ten minutes, bound to client, callback, challenge and contexts (#1)", async () => {
    const issuer = await testIssuer();
    const row = await kept(issuer, await asked(issuer));
    expect(row).toMatchObject({
      clientId: issuer.client.id,
      redirectUri: CALLBACK,
      scopes: ["stock"],
      audience: [issuer.audience],
      state: "xyz",
      codeChallenge: CHALLENGE,
      sessionId: null,
      decidedAt: null,
    });
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(600_000);
  });

  it("takes the contexts in any order, each once (#2)", async () => {
    const issuer = await testIssuer();
    const row = await kept(issuer, await asked(issuer, { scope: "stock labels stock" }));
    expect(row.scopes).toEqual(["labels", "stock"]);
  });

  it("takes a form's POST like the address (#3), and no other media type", async () => {
    const issuer = await testIssuer();
    const post = (type: string) =>
      route.POST(
        new Request(`${ISSUER}/oauth/authorize`, {
          method: "POST",
          body: query(issuer),
          headers: { "content-type": type },
        }),
      );
    await kept(issuer, await post("application/x-www-form-urlencoded"));
    await expectPage(await post("application/json"), 415);
  });

  it("ignores names that it does not know, bracketed ones included (#4, #29)", async () => {
    const issuer = await testIssuer();
    const extra = "&extra=foobar&scope[]=labels&scope[a]=b&redirect_uri[0]=https://evil.example&__proto__[x]=1";
    const row = await kept(issuer, await get(query(issuer) + extra));
    expect([row.scopes, row.redirectUri]).toEqual([["stock"], CALLBACK]);
  });

  it("leaves out a state that was not sent or is empty (#30, #43), and takes every context for an empty scope", async () => {
    const issuer = await testIssuer();
    for (const empty of ["", null]) {
      const row = await kept(issuer, await asked(issuer, { state: empty, scope: empty }));
      expect([row.state, row.scopes]).toEqual([null, ["open:read", "labels", "stock"]]);
    }
  });

  it("keeps a long state and one of any characters as they are (#41, #42)", async () => {
    const issuer = await testIssuer();
    for (const state of ["s".repeat(5000), '&=#%+"<> é 日本 %26']) {
      expect((await kept(issuer, await asked(issuer, { state }))).state).toBe(state);
      const { url } = sentTo(await asked(issuer, { state, response_type: "token" }));
      expect(url.searchParams.get("state")).toBe(state);
    }
  });

  it("uses the one registered callback when none is named (#25)", async () => {
    const issuer = await testIssuer();
    expect((await kept(issuer, await asked(issuer, { redirect_uri: null }))).redirectUri).toBe(CALLBACK);
  });

  it("takes a registered query when it is repeated exactly, and keeps it (#15)", async () => {
    const issuer = await testIssuer();
    const redirect_uri = `${CALLBACK}?tenant=a%20b&x`;
    await issuer.db.client.update({ where: { id: issuer.client.id }, data: { redirectUris: [redirect_uri] } });
    expect((await kept(issuer, await asked(issuer, { redirect_uri }))).redirectUri).toBe(redirect_uri);
    const { location } = sentTo(await asked(issuer, { redirect_uri, response_type: "token" }));
    expect(location).toMatch(/^https:\/\/client\.example\/callback\?tenant=a%20b&x&error=unsupported_response_type&/);
  });

  it("takes any port on loopback from a public client (#21), and from no other (#23)", async () => {
    const issuer = await testIssuer();
    const data = { isPublic: true, redirectUris: ["http://127.0.0.1/cb", "http://[::1]/cb"] };
    await issuer.db.client.update({ where: { id: issuer.client.id }, data });
    for (const [host, back] of [
      ["127.0.0.1", "http://127.0.0.1:54321"],
      ["[::1]", "http:"],
    ]) {
      const response = await asked(issuer, { redirect_uri: `http://${host}:54321/cb` });
      expect((await kept(issuer, response)).redirectUri).toBe(`http://${host}:54321/cb`);
      expect(sentTo(response).params.back).toBe(back);
    }
    await issuer.db.client.update({ where: { id: issuer.client.id }, data: { isPublic: false } });
    await expectPage(await asked(issuer, { redirect_uri: "http://127.0.0.1:54321/cb" }));
  });

  it("narrows to the APIs that are named (RFC 8707 §2), which may be several", async () => {
    const issuer = await testIssuer();
    const open = `${ISSUER}/open`;
    const one = await kept(issuer, await asked(issuer, { scope: null, resource: open }));
    expect([one.scopes, one.audience]).toEqual([["open:read"], [open]]);
    const both = await kept(issuer, await asked(issuer, { scope: null, resource: [issuer.audience, open] }));
    expect(both.audience.sort()).toEqual([issuer.audience, open].sort());
  });

  it("leads by way of the password where that is asked for (#52)", async () => {
    const issuer = await testIssuer();
    const authenticatedAt = new Date(Date.now() - seconds(2));
    const { cookie } = await testBrowser(issuer, { authenticatedAt });
    for (const [wish, value, to] of [
      ["prompt", "login", "/sign-in"],
      ["max_age", "1", "/sign-in"],
      ["max_age", "0", "/sign-in"],
      ["max_age", "100", "/consent"],
      ["prompt", "consent", "/consent"],
    ] as const) {
      const response = await asked(issuer, { [wish]: value }, { cookie });
      await kept(issuer, response);
      expect([wish, value, sentTo(response).url.pathname]).toEqual([wish, value, expect.stringContaining(to)]);
      expect(sentTo(response).params.fresh).toBe(to === "/sign-in" ? "1" : undefined);
    }
    for (const max_age of ["-1", "9e99"]) expectError(await asked(issuer, { max_age }), "invalid_request");
  });
});

describe("303 to the client with a code", () => {
  const remembering = async (changes: { isPublic?: boolean } = {}) => {
    const issuer = await testIssuer();
    await issuer.db.client.update({ where: { id: issuer.client.id }, data: changes });
    await issueAccess(issuer, { scopes: ["stock"] });
    return { issuer, ...(await testBrowser(issuer)) };
  };

  it("comes at once for what was allowed to a confidential client before (#68), also with prompt=none", async () => {
    const { issuer, cookie } = await remembering();
    for (const prompt of [null, "none"]) {
      const response = await asked(issuer, { prompt }, { cookie });
      const { to, params } = sentTo(response);
      expect([response.status, to, Object.keys(params).sort()]).toEqual([303, CALLBACK, ["code", "iss", "state"]]);
      expect(params).toMatchObject({ state: "xyz", iss: ISSUER });
    }
    const [code] = await issuer.db.authorizationCode.findMany({ where: { clientId: issuer.client.id } });
    expect(code).toMatchObject({ userId: issuer.user.id, redirectUri: CALLBACK, scopes: ["stock"], consumedAt: null });
    expect(Number(code?.expiresAt) - Number(code?.createdAt)).toBe(60_000);
  });

  it("does not come for a public client (#69), for more than was allowed (#70), or where the page is asked for", async () => {
    const { issuer, cookie } = await remembering();
    await kept(issuer, await asked(issuer, { scope: "stock labels" }, { cookie }));
    for (const prompt of ["consent", "login", "select_account"])
      await kept(issuer, await asked(issuer, { prompt }, { cookie }));
    await kept(issuer, await asked(issuer));
    const isPublic = await remembering({ isPublic: true });
    await kept(isPublic.issuer, await asked(isPublic.issuer, {}, { cookie: isPublic.cookie }));
  });

  it("does not come once the authorization was revoked, or its person has left the company", async () => {
    const left = await remembering();
    await left.issuer.db.membership.deleteMany({ where: { userId: left.issuer.user.id } });
    await kept(left.issuer, await asked(left.issuer, {}, { cookie: left.cookie }));
    const revoked = await remembering();
    await revoked.issuer.db.grant.updateMany({
      where: { clientId: revoked.issuer.client.id },
      data: { revokedAt: new Date() },
    });
    await kept(revoked.issuer, await asked(revoked.issuer, {}, { cookie: revoked.cookie }));
  });
});

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

describe("405", () => {
  it("answers HEAD without making a code or touching a grant (#59), and OPTIONS without CORS (#58)", async () => {
    const issuer = await testIssuer();
    await issueAccess(issuer, { scopes: ["stock"] });
    const { cookie } = await testBrowser(issuer);
    const url = `${ISSUER}/oauth/authorize?${query(issuer)}`;
    const head = await route.HEAD(new Request(url, { method: "HEAD", headers: { cookie } }));
    const options = await route.OPTIONS(new Request(url, { method: "OPTIONS", headers: { origin: CALLBACK } }));
    for (const response of [head, options]) {
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST"]);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(await issuer.db.authorizationCode.count({ where: { clientId: issuer.client.id } })).toBe(0);
    const crossOrigin = await get(query(issuer), { origin: "https://elsewhere.example" });
    expect(crossOrigin.headers.get("access-control-allow-origin")).toBeNull();
  });
});
