import { describe, expect, it } from "vitest";
import { POST as decide } from "@/app/oauth/decide/route";
import { after, minutes, seconds } from "@/lib/duration";
import { readConsent } from "@/lib/oauth/consent";
import { asked, CALLBACK, expectError, expectPage, ISSUER, kept, sentTo } from "@/lib/testing/authorize";
import { testBrowser } from "@/lib/testing/browser";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { codeClient } from "@/lib/testing/oauth";
import { open, pushed } from "@/lib/testing/pushed";

testDatabase();

type Browser = Awaited<ReturnType<typeof testBrowser>>;

async function decided({ actor, cookie }: Browser, id: string, decision = "allow") {
  const { csrf } = await readConsent(await testContext({ actor }), id);
  return decide(
    new Request(`${ISSUER}/oauth/decide`, {
      method: "POST",
      headers: { cookie, origin: ISSUER },
      body: new URLSearchParams({ request: id, csrf, decision }),
    }),
  );
}

const unusable = async (response: Response, status = 400) =>
  expect(await expectPage(response, status)).toContain(">40018<");

const codes = ({ db, client }: TestIssuer) => db.authorizationCode.count({ where: { clientId: client.id } });

describe("303 to the consent page", () => {
  it("needs the client's name and the reference alone (#212)", async () => {
    const issuer = await testIssuer();
    const browser = await testBrowser(issuer);
    const row = await kept(issuer, await open(issuer, await pushed(issuer), { cookie: browser.cookie }));
    expect(row).toMatchObject({ scopes: ["stock"], state: "xyz", redirectUri: CALLBACK });
    const { to, params } = sentTo(await decided(browser, row.id));
    expect([to, Object.keys(params).sort()]).toEqual([CALLBACK, ["code", "iss", "state"]]);
    expect([params.state, params.iss]).toEqual(["xyz", ISSUER]);
  });

  it("hears nothing of what stands beside the reference (#213)", async () => {
    const issuer = await testIssuer();
    const extra = {
      scope: "labels",
      state: "other",
      redirect_uri: "https://evil.example/",
      response_type: "token",
      request: "e30.e30.",
      prompt: "none",
      code_challenge_method: "plain",
    };
    const row = await kept(issuer, await open(issuer, await pushed(issuer), { extra }));
    expect(row).toMatchObject({ scopes: ["stock"], state: "xyz", redirectUri: CALLBACK });
    const bare = await pushed(issuer, { state: undefined });
    expect((await kept(issuer, await open(issuer, bare, { extra }))).state).toBeNull();
  });

  it("comes again when the page is loaded again before the decision (#216)", async () => {
    const issuer = await testIssuer();
    const reference = await pushed(issuer);
    await kept(issuer, await open(issuer, reference));
    const browser = await testBrowser(issuer);
    const row = await kept(issuer, await open(issuer, reference, { cookie: browser.cookie }));
    expect(sentTo(await decided(browser, row.id)).params.code).toBeDefined();
  });

  it("leaves the person their ten minutes, whatever becomes of the reference meanwhile", async () => {
    const issuer = await testIssuer();
    const browser = await testBrowser(issuer);
    const row = await kept(issuer, await open(issuer, await pushed(issuer)));
    await issuer.db.pushedRequest.updateMany({
      where: { clientId: issuer.client.id },
      data: { expiresAt: after(new Date(), -minutes(9)) },
    });
    expect(sentTo(await decided(browser, row.id)).params.code).toBeDefined();
  });
});

describe("a page of ours, and no code", () => {
  it("for another client's reference (#214)", async () => {
    const issuer = await testIssuer();
    const other = await codeClient(issuer);
    await unusable(await open(issuer, await pushed(issuer), { client: other.key }));
    await unusable(await open(issuer, await pushed(issuer, {}, other)));
  });

  it("for one whose request was answered, by a code or a no (#215)", async () => {
    for (const decision of ["allow", "deny"]) {
      const issuer = await testIssuer();
      const browser = await testBrowser(issuer);
      const reference = await pushed(issuer);
      const row = await kept(issuer, await open(issuer, reference, { cookie: browser.cookie }));
      await decided(browser, row.id, decision);
      await unusable(await open(issuer, reference, { cookie: browser.cookie }));
    }
  });

  it("for one that led to a remembered code (#215)", async () => {
    const issuer = await testIssuer();
    await issueAccess(issuer, { scopes: ["stock"] });
    const { cookie } = await testBrowser(issuer);
    const reference = await pushed(issuer);
    expect(sentTo(await open(issuer, reference, { cookie })).params.code).toBeDefined();
    await unusable(await open(issuer, reference, { cookie }));
    expect(await codes(issuer)).toBe(1);
  });

  it("for the second of two windows on one reference (#215)", async () => {
    const issuer = await testIssuer();
    const browser = await testBrowser(issuer);
    const reference = await pushed(issuer);
    const first = await kept(issuer, await open(issuer, reference, { cookie: browser.cookie }));
    const second = await kept(issuer, await open(issuer, reference, { cookie: browser.cookie }));
    await decided(browser, first.id);
    await unusable(await decided(browser, second.id));
    expect(await codes(issuer)).toBe(1);
  });

  it("for one that has expired, to the second (#217), or never was", async () => {
    const issuer = await testIssuer();
    const reference = await pushed(issuer);
    const expiring = (expiresAt: Date) =>
      issuer.db.pushedRequest.updateMany({ where: { clientId: issuer.client.id }, data: { expiresAt } });
    await expiring(after(new Date(), seconds(10)));
    await kept(issuer, await open(issuer, reference));
    await expiring(new Date());
    await unusable(await open(issuer, reference));
    const prefix = "urn:ietf:params:oauth:request_uri:";
    for (const none of [prefix, `${prefix}${"A".repeat(43)}`, `${reference}x`, `${reference}\u0000`])
      await unusable(await open(issuer, none));
  });

  it("for a callback that was taken away since (#219)", async () => {
    const issuer = await testIssuer();
    const reference = await pushed(issuer);
    const { id } = issuer.client;
    await issuer.db.client.update({ where: { id }, data: { redirectUris: ["https://client.example/new"] } });
    expect(await expectPage(await open(issuer, reference))).toContain(">40010<");
    await issuer.db.client.update({ where: { id }, data: { disabledAt: new Date() } });
    expect(await expectPage(await open(issuer, reference))).toContain(">40011<");
  });
});

describe("303 to the client with an error", () => {
  it("for a context that was taken away since (#219)", async () => {
    const issuer = await testIssuer();
    const reference = await pushed(issuer, { scope: "labels" });
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    expectError(await open(issuer, reference), "invalid_scope");
  });

  it("for a plain request of a client that must push (#218), and not for its pushed one", async () => {
    const issuer = await testIssuer();
    await issuer.db.client.update({ where: { id: issuer.client.id }, data: { requiresPar: true } });
    expectError(await asked(issuer), "invalid_request");
    await kept(issuer, await open(issuer, await pushed(issuer)));
  });

  it("for prompt=none, as often as it is opened", async () => {
    const issuer = await testIssuer();
    const reference = await pushed(issuer, { prompt: "none" });
    for (const _ of [1, 2]) expectError(await open(issuer, reference), "login_required");
  });
});
