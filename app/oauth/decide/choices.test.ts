import { describe, expect, it } from "vitest";
import { POST as push } from "@/app/oauth/par/route";
import { hashOf, sha256Base64url } from "@/lib/crypto/hash";
import { seconds } from "@/lib/duration";
import { readConsent } from "@/lib/oauth/consent";
import { csrfToken } from "@/lib/oauth/csrf";
import { token } from "@/lib/oauth/token";
import { asked as authorize, type Changes, expectError, ISSUER, kept, sentTo } from "@/lib/testing/authorize";
import { testBrowser } from "@/lib/testing/browser";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { labels, parameterIssuer } from "@/lib/testing/details";
import type { TestIssuer } from "@/lib/testing/issued";
import { formRequest, ownClient } from "@/lib/testing/oauth";
import { POST } from "./route";

testDatabase();

type Browser = Awaited<ReturnType<typeof testBrowser>>;

const rar = (...shops: string[]) => JSON.stringify([{ type: "context", context: "labels", parameters: { shops } }]);

async function decide(browser: Browser, id: string, form: Record<string, string>): Promise<Response> {
  const csrf = csrfToken({ sessionId: browser.sessionId, requestId: id });
  return POST(
    new Request(`${ISSUER}/oauth/decide`, {
      method: "POST",
      body: new URLSearchParams({ request: id, csrf, decision: "allow", ...form }),
      headers: { origin: ISSUER, cookie: browser.cookie },
    }),
  );
}

/** A request that this browser has looked at. */
async function opened(issuer: TestIssuer, changes: Changes) {
  const browser = await testBrowser(issuer);
  const row = await kept(issuer, await authorize(issuer, changes, { cookie: browser.cookie }));
  const view = async () => readConsent(await testContext({ actor: browser.actor }), row.id);
  await view();
  return { browser, row, id: row.id, view };
}

const codeOf = async ({ db }: TestIssuer, response: Response) => {
  const { code = "" } = sentTo(response).params;
  return db.authorizationCode.findUniqueOrThrow({ where: { codeHash: hashOf(code) } });
};

const optional = async ({ db, client }: TestIssuer, ...optionalScopes: string[]) =>
  void (await db.client.update({ where: { id: client.id }, data: { optionalScopes } }));

describe("a request with authorization_details", () => {
  it("asks for its contexts as well as for those of scope, pushed or not (RFC 9396 §3, #207)", async () => {
    const issuer = await parameterIssuer();
    const { row } = await opened(issuer, { authorization_details: rar("a", "b") });
    expect([row.scopes, row.details]).toEqual([["labels", "stock"], [labels(issuer, "a", "b")]]);
    const alone = await opened(issuer, { scope: null, authorization_details: rar("a") });
    expect(alone.row.scopes).toEqual(["labels"]);
    const fields = { response_type: "code", code_challenge: sha256Base64url("v"), code_challenge_method: "S256" };
    const pushed = await push(
      formRequest("/oauth/par", { ...fields, authorization_details: rar("c") }, ownClient(issuer)),
    );
    const { request_uri } = (await pushed.json()) as { request_uri: string };
    const names = { response_type: null, redirect_uri: null, scope: null, state: null };
    const open = { ...names, code_challenge: null, code_challenge_method: null, request_uri };
    expect((await kept(issuer, await authorize(issuer, open))).details).toEqual([labels(issuer, "c")]);
  });

  it.each([rar("z"), rar(), "[]", "x", '[{"type":"payment","context":"labels"}]'])(
    "is refused at its client's callback, and when it is pushed: %s (RFC 9396 §5)",
    async (authorization_details) => {
      const issuer = await parameterIssuer();
      expectError(await authorize(issuer, { authorization_details }), "invalid_authorization_details");
      const fields = { response_type: "code", code_challenge: sha256Base64url("v"), code_challenge_method: "S256" };
      const pushed = await push(formRequest("/oauth/par", { ...fields, authorization_details }, ownClient(issuer)));
      expect([pushed.status, await pushed.json()]).toMatchObject([400, { error: "invalid_authorization_details" }]);
    },
  );
});

describe("the person's choice", () => {
  it("narrows what was asked, and the client's token has just that (#66)", async () => {
    const issuer = await parameterIssuer();
    const { browser, id, view } = await opened(issuer, { scope: null, authorization_details: rar("a", "b") });
    const [field] = (await view()).scopes[0]?.fields ?? [];
    expect(field).toMatchObject({ kind: "list", fixed: null, isRequired: true });
    expect(field?.choices.map(({ value, isChosen }) => [value, isChosen])).toEqual([
      ["a", true],
      ["b", true],
    ]);
    const response = await decide(browser, id, { "value labels shops b": "on", "value labels shops c": "on" });
    const code = await codeOf(issuer, response);
    expect(code.details).toEqual([labels(issuer, "b")]);
    const [grant] = await issuer.db.grant.findMany({ where: { clientId: issuer.client.id } });
    expect([grant?.details, grant?.expiresAt]).toEqual([[labels(issuer, "b")], null]);
    const [event] = await issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id } });
    expect(event?.details).toEqual({ scopes: ["labels"], parameters: ["labels.shops: b"] });
  });

  it("is needed where the client names the context alone, and a wrong form comes back as it was (RFC 9700 §4.12)", async () => {
    const issuer = await parameterIssuer();
    await optional(issuer, "stock");
    const { browser, id, view, row } = await opened(issuer, { scope: "stock labels" });
    const response = await decide(browser, id, { "include stock": "on", lasting: "week" });
    expect(response.status).toBe(303);
    const { url } = sentTo(response);
    expect([url.pathname, url.hash, url.search]).toEqual([
      `/consent/${id}`,
      "#problems",
      expect.stringMatching(/^\?back=https%3A%2F%2Fclient\.example&proof=[\w-]+$/),
    ]);
    const again = await view();
    expect(again).toMatchObject({ hasProblems: true, isShort: true });
    expect(
      again.scopes.map(({ key, optional: box, fields }) => [key, box?.isTicked, fields[0]?.problem?.code]),
    ).toEqual([
      ["labels", undefined, "choiceRequired"],
      ["stock", true, undefined],
    ]);
    expect(await issuer.db.grant.count({ where: { clientId: issuer.client.id } })).toBe(0);
    const good = await decide(browser, row.id, { "include stock": "on", "value labels shops c": "on" });
    expect(await codeOf(issuer, good)).toMatchObject({ scopes: ["labels", "stock"], details: [labels(issuer, "c")] });
  });

  it("leaves out optional contexts that are not ticked: the token's scope says so (#67)", async () => {
    const issuer = await parameterIssuer();
    await optional(issuer, "labels");
    const verifier = "v".repeat(43);
    const challenge = { code_challenge: sha256Base64url(verifier), scope: "stock labels" };
    const { browser, id, view } = await opened(issuer, challenge);
    expect((await view()).scopes.map(({ key, optional: box }) => [key, box])).toEqual([
      ["labels", { name: "include labels", isTicked: false }],
      ["stock", null],
    ]);
    const { code = "" } = sentTo(await decide(browser, id, {})).params;
    const fields = { grant_type: "authorization_code", code, code_verifier: verifier };
    const answer = await token(await testContext(), formRequest("/oauth/token", fields, ownClient(issuer)));
    expect(await answer.json()).toMatchObject({ scope: "stock" });
    // The same again is answered without a page, and the same as before.
    const same = await authorize(issuer, challenge, { cookie: browser.cookie });
    expect((await codeOf(issuer, same)).scopes).toEqual(["stock"]);
  });

  it("of a week ends by itself, and the next request asks again (#68)", async () => {
    const issuer = await parameterIssuer();
    const { browser, id } = await opened(issuer, {});
    await decide(browser, id, { lasting: "week" });
    const first = await issuer.db.grant.findFirstOrThrow({ where: { clientId: issuer.client.id } });
    const left = Number(first.expiresAt) - Date.now();
    expect([left > seconds(604_700), left <= seconds(604_800)]).toEqual([true, true]);
    await codeOf(issuer, await authorize(issuer, {}, { cookie: browser.cookie }));
    const over = new Date(Date.now() - seconds(1));
    await issuer.db.grant.update({ where: { id: first.id }, data: { expiresAt: over } });
    const next = await opened(issuer, {});
    expect((await next.view()).scopes.map(({ isAllowed }) => isAllowed)).toEqual([false]);
    await decide(next.browser, next.id, {});
    const grants = await issuer.db.grant.findMany({
      where: { clientId: issuer.client.id },
      orderBy: { createdAt: "asc" },
    });
    expect(grants.map(({ revokedAt, expiresAt }) => [revokedAt, expiresAt])).toEqual([
      [over, over],
      [null, null],
    ]);
  });

  it("of fewer values takes the others from every token that is out, and of more adds them", async () => {
    const issuer = await parameterIssuer();
    const choose = async (...shops: string[]) => {
      const { browser, id } = await opened(issuer, { scope: "labels", prompt: "consent" });
      const boxes = Object.fromEntries(shops.map((shop) => [`value labels shops ${shop}`, "on"]));
      return (await codeOf(issuer, await decide(browser, id, boxes))).grantId;
    };
    const first = await choose("a");
    expect(await choose("a", "b")).toBe(first);
    const second = await choose("b");
    const grants = await issuer.db.grant.findMany({
      where: { clientId: issuer.client.id },
      orderBy: { createdAt: "asc" },
    });
    expect(grants.map(({ id, revokedReason, details }) => [id, revokedReason, details])).toEqual([
      [first, "replaced", [labels(issuer, "a", "b")]],
      [second, null, [labels(issuer, "b")]],
    ]);
  });

  it("is shown in later requests for the same, and answers them without a page (#68, #70)", async () => {
    const issuer = await parameterIssuer();
    const first = await opened(issuer, { scope: "labels" });
    await decide(first.browser, first.id, { "value labels shops a": "on", "value labels shops b": "on" });
    const again = await authorize(
      issuer,
      { scope: null, authorization_details: rar("b") },
      { cookie: first.browser.cookie },
    );
    expect((await codeOf(issuer, again)).details).toEqual([labels(issuer, "b")]);
    const more = await opened(issuer, { scope: "stock", authorization_details: rar("b", "c") });
    const { scopes } = await more.view();
    expect(scopes.map(({ key, isAllowed }) => [key, isAllowed])).toEqual([
      ["labels", false],
      ["stock", false],
    ]);
    expect(scopes[0]?.fields[0]?.choices.map(({ value, isChosen }) => [value, isChosen])).toEqual([
      ["b", true],
      ["c", false],
    ]);
  });

  it("is not made by a form that Enter sends: the page comes again as it was", async () => {
    const issuer = await parameterIssuer();
    const { browser, id, view } = await opened(issuer, { scope: "labels" });
    const response = await decide(browser, id, { decision: "look", "value labels shops a": "on" });
    expect([response.status, sentTo(response).url.pathname]).toEqual([303, `/consent/${id}`]);
    const { hasProblems, scopes } = await view();
    expect([hasProblems, scopes[0]?.fields[0]?.choices[0]?.isChosen]).toEqual([false, true]);
    expect(await issuer.db.grant.count({ where: { clientId: issuer.client.id } })).toBe(0);
  });

  it("of nothing at all is none: where all is optional, one box has to be ticked", async () => {
    const issuer = await parameterIssuer();
    await optional(issuer, "stock");
    const { browser, id, view } = await opened(issuer, {});
    expect(sentTo(await decide(browser, id, {})).url.hash).toBe("#problems");
    expect((await view()).includeProblem).toEqual({ code: "choiceRequired" });
  });
});

it("tells who made the application, and whether the company has checked them (#63)", async () => {
  const issuer = await parameterIssuer();
  const where = { id: issuer.client.id };
  const { view } = await opened(issuer, {});
  expect((await view()).client).toMatchObject({ isVerified: false, origin: "console", documentHost: null });
  const documentUrl = "https://agent.example/client.json";
  await issuer.db.client.update({ where, data: { verifiedAt: new Date(), origin: "document", documentUrl } });
  expect((await view()).client).toMatchObject({ isVerified: true, origin: "document", documentHost: "agent.example" });
});

it("shows no address that is not for following, whoever wrote it (#74)", async () => {
  const issuer = await parameterIssuer();
  const bad = {
    siteUrl: "javascript:alert(1)",
    privacyPolicyUrl: "data:text/html,x",
    licenceUrl: "http://plain.example",
  };
  await issuer.db.client.update({ where: { id: issuer.client.id }, data: bad });
  const { view } = await opened(issuer, {});
  expect((await view()).client).toMatchObject({ siteUrl: null, privacyPolicyUrl: null, licenceUrl: null });
});
