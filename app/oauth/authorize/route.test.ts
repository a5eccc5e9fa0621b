import { describe, expect, it } from "vitest";
import { seconds } from "@/lib/duration";
import {
  asked,
  CALLBACK,
  CHALLENGE,
  expectError,
  expectPage,
  get,
  ISSUER,
  kept,
  query,
  sentTo,
} from "@/lib/testing/authorize";
import { testBrowser } from "@/lib/testing/browser";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, testIssuer } from "@/lib/testing/issued";
import { HEAD, OPTIONS, POST } from "./route";

testDatabase();

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
      POST(
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
      const { authenticatedAfter, createdAt } = await kept(issuer, response);
      const ageSeconds = authenticatedAfter && (Number(createdAt) - Number(authenticatedAfter)) / 1000;
      expect([wish, ageSeconds]).toEqual([wish, wish === "max_age" ? Number(value) : value === "login" ? 0 : null]);
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

describe("405", () => {
  it("answers HEAD without making a code or touching a grant (#59), and OPTIONS without CORS (#58)", async () => {
    const issuer = await testIssuer();
    await issueAccess(issuer, { scopes: ["stock"] });
    const { cookie } = await testBrowser(issuer);
    const url = `${ISSUER}/oauth/authorize?${query(issuer)}`;
    const head = await HEAD(new Request(url, { method: "HEAD", headers: { cookie } }));
    const options = await OPTIONS(new Request(url, { method: "OPTIONS", headers: { origin: CALLBACK } }));
    for (const response of [head, options]) {
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST"]);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(await issuer.db.authorizationCode.count({ where: { clientId: issuer.client.id } })).toBe(0);
    const crossOrigin = await get(query(issuer), { origin: "https://elsewhere.example" });
    expect(crossOrigin.headers.get("access-control-allow-origin")).toBeNull();
  });
});
