import { describe, expect, it } from "vitest";
import { hashOf } from "@/lib/crypto/hash";
import { seconds } from "@/lib/duration";
import { consentPath } from "@/lib/oauth/consent-address";
import { csrfToken } from "@/lib/oauth/csrf";
import { testBrowser } from "@/lib/testing/browser";
import { testRequest } from "@/lib/testing/consent";
import { testCompany } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { DELETE, GET, HEAD, OPTIONS, POST, PUT } from "./route";

testDatabase();

const ISSUER = "http://localhost:3000";
const CALLBACK = "https://client.example/callback";

type Browser = Awaited<ReturnType<typeof testBrowser>>;

async function opened(options: { scopes?: string[] } = {}) {
  const issuer = await testIssuer();
  const browser = await testBrowser(issuer);
  const id = await testRequest(issuer, { ...options, sessionId: browser.sessionId });
  return { issuer, browser, id, csrf: csrfToken({ sessionId: browser.sessionId, requestId: id }) };
}

type Sent = { form: Record<string, string>; headers?: Record<string, string>; browser?: Browser };

const post = ({ form, headers = {}, browser }: Sent) =>
  POST(
    new Request(`${ISSUER}/oauth/decide`, {
      method: "POST",
      body: new URLSearchParams(form),
      headers: {
        origin: ISSUER,
        ...(browser && { cookie: browser.cookie }),
        ...Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== "")),
      },
    }),
  );

async function expectPage(response: Response, status: number, code: number): Promise<void> {
  expect([response.status, response.headers.get("location")]).toEqual([status, null]);
  expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(await response.text()).toContain(`>${code}<`);
}

const nothingMade = async ({ db, client }: TestIssuer) => {
  expect(await db.authorizationCode.count({ where: { clientId: client.id } })).toBe(0);
  expect(await db.grant.count({ where: { clientId: client.id } })).toBe(0);
};

const paramsOf = (response: Response) => {
  const url = new URL(response.headers.get("location") ?? "");
  expect(`${url.origin}${url.pathname}`).toBe(CALLBACK);
  return Object.fromEntries(url.searchParams);
};

describe("303", () => {
  it("gives a code, with grant, code and log in one (#1, #60)", async () => {
    const { issuer, browser, id, csrf } = await opened();
    const response = await post({ form: { request: id, csrf, decision: "allow" }, browser });
    expect(response.status).toBe(303);
    const { code, ...rest } = paramsOf(response);
    expect(rest).toEqual({ state: "xyz", iss: ISSUER });
    const grant = await issuer.db.grant.findFirstOrThrow({ where: { clientId: issuer.client.id } });
    expect(grant).toMatchObject({
      companyId: issuer.company.id,
      userId: issuer.user.id,
      grantType: "authorization_code",
      scopes: ["stock"],
      revokedAt: null,
    });
    const row = await issuer.db.authorizationCode.findUniqueOrThrow({ where: { codeHash: hashOf(code ?? "") } });
    expect(row).toMatchObject({
      grantId: grant.id,
      clientId: issuer.client.id,
      redirectUri: CALLBACK,
      scopes: ["stock"],
      audience: [issuer.audience],
      consumedAt: null,
    });
    expect(Number(row.expiresAt) - Number(row.createdAt)).toBe(60_000);
    const [event] = await issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id } });
    expect(event).toMatchObject({ action: "grant.created", actorId: issuer.user.id, targetId: grant.id });
  });

  it("widens the one live grant by what it lacks, and tells what was added", async () => {
    const { issuer, browser, id, csrf } = await opened({ scopes: ["stock", "labels"] });
    const { grant } = await issueAccess(issuer, { scopes: ["stock"] });
    await post({ form: { request: id, csrf, decision: "allow" }, browser });
    const grants = await issuer.db.grant.findMany({ where: { clientId: issuer.client.id } });
    expect(grants.map((row) => [row.id, row.scopes])).toEqual([[grant.id, ["stock", "labels"]]]);
    const [event] = await issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id } });
    expect(event).toMatchObject({ action: "grant.widened", details: { added: ["labels"] } });
  });

  it("gives a new grant after the old one was revoked", async () => {
    const { issuer, browser, id, csrf } = await opened();
    const { grant } = await issueAccess(issuer, { scopes: ["stock", "labels"] });
    await issuer.db.grant.update({ where: { id: grant.id }, data: { revokedAt: new Date() } });
    await post({ form: { request: id, csrf, decision: "allow" }, browser });
    const live = await issuer.db.grant.findMany({ where: { clientId: issuer.client.id, revokedAt: null } });
    expect(live.map(({ scopes }) => scopes)).toEqual([["stock"]]);
  });

  it("tells the client of a denial, with state and iss and no code (#44)", async () => {
    const { issuer, browser, id, csrf } = await opened();
    const response = await post({ form: { request: id, csrf, decision: "deny" }, browser });
    expect(response.status).toBe(303);
    expect(paramsOf(response)).toEqual({
      error: "access_denied",
      error_description: expect.any(String),
      error_uri: expect.stringMatching(/\/refused\/access_denied\?request=[0-9a-f-]{36}$/),
      state: "xyz",
      iss: ISSUER,
    });
    await nothingMade(issuer);
    const [event] = await issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id } });
    expect(event).toMatchObject({ action: "grant.denied", targetId: issuer.client.id });
  });

  it("lets a person of no matter which company deny", async () => {
    const issuer = await testIssuer();
    const browser = await testBrowser({ db: issuer.db, ...(await testCompany()) });
    const id = await testRequest(issuer, { sessionId: browser.sessionId });
    const csrf = csrfToken({ sessionId: browser.sessionId, requestId: id });
    const response = await post({ form: { request: id, csrf, decision: "deny" }, browser });
    expect(paramsOf(response).error).toBe("access_denied");
  });

  it("never gives what the form adds (#56, #66)", async () => {
    const { issuer, browser, id, csrf } = await opened();
    const form = { request: id, csrf, decision: "allow", scope: "stock labels", scopes: "labels", client_id: "x" };
    await post({ form: { ...form, redirect_uri: "https://evil.example" }, browser });
    const [code] = await issuer.db.authorizationCode.findMany({ where: { clientId: issuer.client.id } });
    expect([code?.scopes, code?.redirectUri]).toEqual([["stock"], CALLBACK]);
  });

  it("gives nothing that was taken from the client since", async () => {
    const { issuer, browser, id, csrf } = await opened({ scopes: ["labels"] });
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    const response = await post({ form: { request: id, csrf, decision: "allow" }, browser });
    expect(paramsOf(response).error).toBe("invalid_scope");
    await nothingMade(issuer);
  });
});

describe("303 to the password and back", () => {
  it("for a sign-in that is older than the client wants, and then decides once (#52)", async () => {
    const issuer = await testIssuer();
    const now = new Date();
    const browser = await testBrowser(issuer, { authenticatedAt: new Date(now.getTime() - seconds(1)) });
    const id = await testRequest(issuer, { sessionId: browser.sessionId, authenticatedAfter: now });
    const csrf = csrfToken({ sessionId: browser.sessionId, requestId: id });
    for (const decision of ["allow", "deny"]) {
      const response = await post({ form: { request: id, csrf, decision }, browser });
      expect(response.status).toBe(303);
      const url = new URL(response.headers.get("location") ?? "", ISSUER);
      expect([url.origin, url.pathname, url.searchParams.get("fresh")]).toEqual([ISSUER, "/sign-in", "1"]);
      expect(url.searchParams.get("to")).toBe(consentPath(id, CALLBACK));
    }
    await nothingMade(issuer);
    const authenticatedAt = new Date(now.getTime() + 1);
    await issuer.db.session.update({ where: { id: browser.sessionId }, data: { authenticatedAt } });
    expect(paramsOf(await post({ form: { request: id, csrf, decision: "allow" }, browser })).code).toBeDefined();
  });
});

describe("400", () => {
  it("for a request that was decided already: no second code (#75)", async () => {
    const { issuer, browser, id, csrf } = await opened();
    await post({ form: { request: id, csrf, decision: "allow" }, browser });
    for (const decision of ["allow", "deny"])
      await expectPage(await post({ form: { request: id, csrf, decision }, browser }), 400, 40012);
    expect(await issuer.db.authorizationCode.count({ where: { clientId: issuer.client.id } })).toBe(1);
  });

  it("for one whose time is up, whose client was disabled (#48), or that no form of ours sends", async () => {
    const { issuer, browser, id, csrf } = await opened();
    const form = { request: id, csrf, decision: "allow" };
    const where = { id: issuer.client.id };
    await issuer.db.client.update({ where, data: { disabledAt: new Date() } });
    await expectPage(await post({ form, browser }), 400, 40011);
    await issuer.db.client.update({ where, data: { disabledAt: null } });
    for (const decision of ["", "ALLOW", "maybe"])
      await expectPage(await post({ form: { ...form, decision }, browser }), 400, 40000);
    for (const request of ["", "x", "\u0000"])
      expect((await post({ form: { ...form, request }, browser })).status).toBe(400);
    await issuer.db.authorizationRequest.update({ where: { id }, data: { expiresAt: new Date() } });
    await expectPage(await post({ form, browser }), 400, 40012);
    await nothingMade(issuer);
  });
});

describe("401", () => {
  it("for nobody, and for a session that has ended", async () => {
    const { issuer, browser, id, csrf } = await opened();
    const form = { request: id, csrf, decision: "allow" };
    await expectPage(await post({ form }), 401, 40103);
    await issuer.db.session.update({ where: { id: browser.sessionId }, data: { endedAt: new Date() } });
    await expectPage(await post({ form, browser }), 401, 40103);
    await nothingMade(issuer);
  });
});

describe("403", () => {
  it.each(["https://evil.example", "null", "", `${ISSUER}.evil.example`, `${ISSUER}/`])(
    "for the origin %j (#64)",
    async (origin) => {
      const { issuer, browser, id, csrf } = await opened();
      const sent = { form: { request: id, csrf, decision: "allow" }, browser };
      const request = new Request(`${ISSUER}/oauth/decide`, {
        method: "POST",
        body: new URLSearchParams(sent.form),
        headers: { cookie: browser.cookie, ...(origin && { origin }) },
      });
      await expectPage(await POST(request), 403, 40302);
      await nothingMade(issuer);
    },
  );

  it("for a form without our token or with another's (#64, #65)", async () => {
    const { issuer, browser, id, csrf } = await opened();
    const other = await testBrowser(issuer);
    const others = csrfToken({ sessionId: other.sessionId, requestId: id });
    for (const wrong of ["", "x", others, csrf.slice(1), `${csrf}AA`])
      await expectPage(await post({ form: { request: id, csrf: wrong, decision: "allow" }, browser }), 403, 40302);
    await expectPage(
      await post({ form: { request: id, csrf: others, decision: "allow" }, browser: other }),
      403,
      40303,
    );
    await nothingMade(issuer);
  });

  it("for somebody who is not of the client's company: they hold no data of it, and can still deny", async () => {
    const issuer = await testIssuer();
    const browser = await testBrowser({ db: issuer.db, ...(await testCompany()) });
    const id = await testRequest(issuer, { sessionId: browser.sessionId });
    const csrf = csrfToken({ sessionId: browser.sessionId, requestId: id });
    await expectPage(await post({ form: { request: id, csrf, decision: "allow" }, browser }), 403, 40301);
    await nothingMade(issuer);
    expect((await post({ form: { request: id, csrf, decision: "deny" }, browser })).status).toBe(303);
  });
});

describe("405 and 415", () => {
  it("answer every other method and media type", async () => {
    for (const [method, run] of Object.entries({ GET, HEAD, PUT, DELETE, OPTIONS })) {
      const response = await run(new Request(`${ISSUER}/oauth/decide`, { method }));
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    }
    const { browser } = await opened();
    await expectPage(await post({ form: {}, headers: { "content-type": "application/json" }, browser }), 415, 41500);
  });
});
