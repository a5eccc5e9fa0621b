import { describe, expect, it } from "vitest";
import { newCredential } from "@/lib/crypto/credential";
import { after, minutes } from "@/lib/duration";
import { throttleKey } from "@/lib/policy/throttle";
import { asked, expectPage, kept, sharedIssuer } from "@/lib/testing/authorize";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { codeClient, formRequest, machineClient, outcomeOf, ownClient, type TestClient } from "@/lib/testing/oauth";
import { push } from "@/lib/testing/pushed";
import { POST as introspect } from "./introspect/route";

testDatabase();

/** As if that many requests had come before, in a window that has a minute left. */
const counted = ({ db }: TestIssuer, what: string, subject: string, count: number) =>
  db.throttle.create({
    data: { key: throttleKey({ what, subject }), count, windowEndsAt: after(new Date(), minutes(1)) },
  });

const tooMany = async (response: Response) => {
  expect(response.headers.get("retry-after")).toMatch(/^([1-9]|[1-5]\d|60)$/);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await outcomeOf(response)).toEqual([429, "invalid_request"]);
};

describe("429 at the pushed requests", () => {
  it("for the 601st of a client in a minute, of which nothing is kept; others go on (#220, #494)", async () => {
    const issuer = await testIssuer();
    const client = ownClient(issuer);
    await counted(issuer, "push", `unknown ${client.id}`, 599);
    expect((await push(client)).status).toBe(201);
    await tooMany(await push(client));
    expect(await issuer.db.pushedRequest.count({ where: { clientId: client.id } })).toBe(1);
    expect((await push(await codeClient(issuer))).status).toBe(201);
  });

  it("is no way to shut a client out: a stranger's wrong secrets count for nothing here", async () => {
    const issuer = await testIssuer();
    const client = ownClient(issuer);
    await counted(issuer, "push", `unknown ${client.id}`, 599);
    expect((await push({ ...client, secret: newCredential("clientSecret").reveal() })).status).toBe(401);
    expect((await push(client)).status).toBe(201);
  });
});

describe("429 at introspection", () => {
  const look = (client: TestClient, token: string) => introspect(formRequest("/oauth/introspect", { token }, client));

  it("for a client's 601st made-up token in a minute; good ones, and other clients, are answered (#277)", async () => {
    const issuer = await testIssuer();
    const [api, other] = [await machineClient(issuer, { isApi: true }), await machineClient(issuer, { isApi: true })];
    const made = () => newCredential("access").reveal();
    for (let sent = 0; sent < 600; sent += 50) {
      const all = await Promise.all(Array.from({ length: 50 }, () => look(api, sent % 100 ? "garbage" : made())));
      expect(all.every(({ status }) => status === 200)).toBe(true);
    }
    for (const token of [made(), "garbage", newCredential("refresh").reveal()]) await tooMany(await look(api, token));
    const { token, id } = await issueAccess(issuer);
    expect(await (await look(api, token)).json()).toMatchObject({ active: true });
    expect(await (await look(other, "garbage")).json()).toEqual({ active: false });
    // What has ended was a token once: whoever shows it is told so, and signs in again.
    await issuer.db.accessToken.update({ where: { id }, data: { revokedAt: new Date() } });
    expect(await (await look(api, token)).json()).toEqual({ active: false });
  });
});

describe("a page with 429 at the authorization endpoint", () => {
  const flooded = async (response: Response) => {
    expect(response.headers.get("retry-after")).toMatch(/^[1-9]\d?$/);
    expect(await expectPage(response, 429)).toContain("42901");
  };

  it("once a thousand requests of one network wait for one client: nothing more is kept, and nobody is sent back", async () => {
    const issuer = await testIssuer();
    await counted(issuer, "authorize-waiting", `unknown ${issuer.client.id}`, 999);
    await kept(issuer, await asked(issuer));
    await flooded(await asked(issuer));
    expect(await issuer.db.authorizationRequest.count({ where: { clientId: issuer.client.id } })).toBe(1);
    const other = await testIssuer();
    await kept(other, await asked(other));
  });

  it("for the 301st request of a network in a minute, before anything is read (#494)", async () => {
    const issuer = await sharedIssuer();
    for (let sent = 0; sent < 300; sent++) await asked(issuer, { client_id: "nobody" });
    const { pool } = await (await import("@/lib/db/database")).database();
    const { query } = pool;
    let statements = 0;
    pool.query = ((...args: Parameters<typeof query>) => {
      statements++;
      return Reflect.apply(query, pool, args);
    }) as typeof query;
    await flooded(await asked(issuer));
    pool.query = query;
    expect(statements).toBe(0);
  });
});
