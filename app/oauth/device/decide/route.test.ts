import { beforeEach, describe, expect, it } from "vitest";
import { csrfToken } from "@/lib/oauth/csrf";
import { testBrowser } from "@/lib/testing/browser";
import { testCompany } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { begun, deviceClient, polled, typed } from "@/lib/testing/device";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import type { TestClient } from "@/lib/testing/oauth";
import { DELETE, GET, HEAD, POST, PUT } from "./route";

testDatabase();

const ISSUER = "http://localhost:3000";

let issuer: TestIssuer;
let client: TestClient;
let device: Awaited<ReturnType<typeof begun>>;
let browser: Awaited<ReturnType<typeof typed>>;
beforeEach(async () => {
  issuer = await testIssuer();
  client = await deviceClient(issuer);
  device = await begun(client);
  browser = await typed(issuer, device);
});

type Sent = { form?: Record<string, string>; cookie?: string; origin?: string | null; decision?: string };

const post = ({ form = {}, cookie = browser.cookie, origin = ISSUER, decision = "allow" }: Sent = {}) =>
  POST(
    new Request(`${ISSUER}/oauth/device/decide`, {
      method: "POST",
      body: new URLSearchParams({ request: browser.id, csrf: browser.csrf, decision, ...form }),
      headers: { cookie, ...(origin !== null && { origin }) },
    }),
  );

/** A page of ours that gave nothing. */
async function expectRefused(response: Response, status: number, code: number): Promise<void> {
  expect([response.status, response.headers.get("location")]).toEqual([status, null]);
  expect(await response.text()).toContain(`>${code}<`);
  expect(await issuer.db.grant.count({ where: { clientId: client.id } })).toBe(0);
  expect(await polled(client, device.device_code)).toMatch(/^(authorization_pending|slow_down)$/);
}

describe("303 back to the device", () => {
  it.each(["allow", "deny"])("after %s, which is in the log", async (decision) => {
    const response = await post({ decision });
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      `http://localhost:3000/device/done?decision=${decision}`,
    ]);
    const [event] = await issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id } });
    expect(event).toMatchObject({
      action: decision === "allow" ? "grant.created" : "grant.denied",
      actorId: issuer.user.id,
      details: { scopes: ["stock"] },
    });
    expect(await issuer.db.authorizationCode.count({ where: { clientId: client.id } })).toBe(
      decision === "allow" ? 1 : 0,
    );
  });

  it("gives nothing that the form adds", async () => {
    await post({ form: { scope: "labels", scopes: "labels", client_id: "x" } });
    const [code] = await issuer.db.authorizationCode.findMany({ where: { clientId: client.id } });
    expect(code?.scopes).toEqual(["stock"]);
  });

  it("is refused a second time, and changes nothing", async () => {
    await post({ decision: "deny" });
    const response = await post();
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(">40028<");
    expect(await polled(client, device.device_code)).toBe("access_denied");
  });
});

describe("a page of ours and nothing given", () => {
  it.each(["", "x", csrfToken({ sessionId: "another", requestId: "another" })])(
    "for the form's token %j (#190)",
    async (csrf) => {
      for (const decision of ["allow", "deny"])
        await expectRefused(await post({ form: { csrf }, decision }), 403, 40302);
    },
  );

  it.each([null, "null", "https://evil.example"])("for the origin %s (#190)", async (origin) => {
    await expectRefused(await post({ origin }), 403, 40302);
  });

  it("without a session", async () => {
    await expectRefused(await post({ cookie: "" }), 401, 40103);
  });

  it("for another session, even of the same person with a token of its own (#189)", async () => {
    const other = await testBrowser(issuer);
    const csrf = csrfToken({ sessionId: other.sessionId, requestId: browser.id });
    for (const decision of ["allow", "deny"])
      await expectRefused(await post({ cookie: other.cookie, form: { csrf }, decision }), 403, 40303);
  });

  it("for a request whose code nobody has typed (#189, #191)", async () => {
    await issuer.db.deviceRequest.updateMany({ where: { id: browser.id }, data: { sessionId: null } });
    await expectRefused(await post(), 403, 40303);
  });

  it("for a person of another company", async () => {
    const other = await testBrowser({ db: issuer.db, ...(await testCompany()) });
    await issuer.db.deviceRequest.updateMany({ where: { id: browser.id }, data: { sessionId: other.sessionId } });
    const csrf = csrfToken({ sessionId: other.sessionId, requestId: browser.id });
    await expectRefused(await post({ cookie: other.cookie, form: { csrf } }), 403, 40301);
  });

  it("when the client was disabled meanwhile", async () => {
    await issuer.db.client.update({ where: { id: client.id }, data: { disabledAt: new Date() } });
    const response = await post();
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(">40011<")]);
    expect(await issuer.db.grant.count({ where: { clientId: client.id } })).toBe(0);
  });

  it("when nothing of it is offered any more", async () => {
    await issuer.db.permissionGroupScope.deleteMany({ where: { groupId: issuer.group.id } });
    await expectRefused(await post(), 400, 40004);
  });

  it.each(["x", "0192f000-0000-4000-8000-000000000001"])("for the request %s", async (request) => {
    const csrf = csrfToken({ sessionId: browser.sessionId, requestId: request });
    await expectRefused(await post({ form: { request, csrf } }), 400, 40028);
  });

  it("for a decision that is none", async () => {
    await expectRefused(await post({ decision: "maybe" }), 400, 40000);
  });
});

it("405 for every other method", async () => {
  for (const run of [GET, HEAD, PUT, DELETE])
    expect((await run(new Request(`${ISSUER}/oauth/device/decide`))).status).toBe(405);
});
