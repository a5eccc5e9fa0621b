import { describe, expect, it } from "vitest";
import { newCredential } from "@/lib/crypto/credential";
import { newUserCode, typedUserCode } from "@/lib/oauth/device/user-code";
import { sharedIssuer } from "@/lib/testing/authorize";
import { testDatabase } from "@/lib/testing/database";
import { begin, begun, deviceClient } from "@/lib/testing/device";
import { testIssuer } from "@/lib/testing/issued";
import { formRequest, machineClient, outcomeOf, ownClient } from "@/lib/testing/oauth";
import { DELETE, GET, HEAD, OPTIONS, POST, PUT } from "./route";

testDatabase();

const ADDRESS = "http://localhost:3000/oauth/device_authorization";

describe("200", () => {
  it("gives both codes, where to type the one, and how often to ask with the other, not to be stored (#179)", async () => {
    const response = await begin(await deviceClient(await sharedIssuer()));
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const { user_code, ...rest } = (await response.json()) as Record<string, unknown>;
    expect(user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(rest).toEqual({
      device_code: expect.stringMatching(/^pst_dc_[0-9A-Za-z]{49}$/),
      verification_uri: "http://localhost:3000/device",
      verification_uri_complete: `http://localhost:3000/device?user_code=${user_code}`,
      expires_in: 900,
      interval: 5,
    });
  });

  it("keeps neither code, and what was asked for a quarter of an hour", async () => {
    const issuer = await testIssuer();
    const { device_code, user_code } = await begun(await deviceClient(issuer), {
      scope: "stock labels",
      resource: issuer.audience,
    });
    const row = await issuer.db.deviceRequest.findFirstOrThrow({
      omit: { deviceCodeHash: false, userCodeHash: false },
      where: { client: { companyId: issuer.company.id } },
    });
    expect(row).toMatchObject({
      scopes: expect.arrayContaining(["stock", "labels"]),
      audience: [issuer.audience],
      intervalSeconds: 5,
      sessionId: null,
      isAllowed: null,
    });
    expect(Number(row.expiresAt) - Number(row.createdAt)).toBe(900_000);
    const kept = JSON.stringify([row, Buffer.from(row.deviceCodeHash).toString("latin1")]);
    for (const secret of [device_code, user_code, typedUserCode(user_code) ?? ""]) expect(kept).not.toContain(secret);
  });

  it("lets a public client ask from its page, by name", async () => {
    const issuer = await sharedIssuer();
    const app = await deviceClient(issuer, { isPublic: true });
    await issuer.db.client.update({ where: { id: app.id }, data: { redirectUris: ["https://tv.example/cb"] } });
    const request = formRequest("/oauth/device_authorization", {}, app);
    request.headers.set("origin", "https://tv.example");
    const response = await POST(request);
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, "https://tv.example"]);
    const preflight = await OPTIONS(
      new Request(ADDRESS, { method: "OPTIONS", headers: { origin: "https://tv.example" } }),
    );
    expect(preflight.headers.get("access-control-allow-methods")).toBe("POST");
  });

  it("draws 34 bits for a person, 256 for the device, and none of 10,000 twice (#194)", () => {
    const drawn = Array.from({ length: 10_000 }, newUserCode);
    expect(new Set(drawn).size).toBe(10_000);
    expect(new Set(drawn.join(""))).toHaveLength(20);
    expect(8 * Math.log2(20)).toBeGreaterThan(34);
    expect(new Set(Array.from({ length: 10_000 }, () => newCredential("device").reveal())).size).toBe(10_000);
  });
});

describe("400", () => {
  it("for a client that the device grant was not opened to (#180)", async () => {
    const issuer = await sharedIssuer();
    expect(await outcomeOf(await begin(ownClient(issuer)))).toEqual([400, "unauthorized_client"]);
    expect(await outcomeOf(await begin(await machineClient(issuer)))).toEqual([400, "unauthorized_client"]);
  });

  it("for a client that acts for itself, whatever was opened to it (#180)", async () => {
    const issuer = await sharedIssuer();
    const machine = await machineClient(issuer);
    const additionalGrantTypes = ["urn:ietf:params:oauth:grant-type:device_code"];
    await issuer.db.client.update({ where: { id: machine.id }, data: { additionalGrantTypes } });
    expect(await outcomeOf(await begin(machine))).toEqual([400, "unauthorized_client"]);
  });

  it.each([
    ["a context beyond the group (#193)", { scope: "stock nonsense" }, "invalid_scope"],
    ["a malformed scope", { scope: 'a"b' }, "invalid_scope"],
    ["an API of nobody", { resource: "https://nobody.example" }, "invalid_target"],
    ["a scope that is sent twice", { scope: ["stock", "stock"] }, "invalid_request"],
  ])("for %s", async (_name, fields, error) => {
    expect(await outcomeOf(await begin(await deviceClient(await sharedIssuer()), fields))).toEqual([400, error]);
  });

  it("for a context of a module that was switched off", async () => {
    const issuer = await testIssuer();
    const client = await deviceClient(issuer);
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    expect(await outcomeOf(await begin(client, { scope: "labels" }))).toEqual([400, "invalid_scope"]);
  });

  it("for parameters in the address", async () => {
    const request = formRequest(
      "/oauth/device_authorization?scope=stock",
      {},
      await deviceClient(await sharedIssuer()),
    );
    expect(await outcomeOf(await POST(request))).toEqual([400, "invalid_request"]);
  });
});

it("401 for a wrong secret", async () => {
  const client = { ...(await deviceClient(await sharedIssuer())), secret: "wrong" };
  expect(await outcomeOf(await begin(client))).toEqual([401, "invalid_client"]);
});

it("405 and 415 for every other method and body (#181)", async () => {
  for (const run of [GET, HEAD, PUT, DELETE]) expect((await run(new Request(ADDRESS))).status).toBe(405);
  const headers = { "content-type": "application/json" };
  expect((await POST(new Request(ADDRESS, { method: "POST", headers, body: "{}" }))).status).toBe(415);
});

it("429 with Retry-After for more than 60 in five minutes by one client from one network", async () => {
  const issuer = await sharedIssuer();
  const client = await deviceClient(issuer);
  const refused: Response[] = [];
  for (let asked = 0; asked < 61; asked++) {
    const response = await begin(client);
    if (response.status !== 200) refused.push(response);
  }
  expect(refused.map(({ status }) => status)).toEqual([429]);
  expect(refused[0]?.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(await refused[0]?.json()).toMatchObject({ error_code: 42901 });
  expect((await begin(await deviceClient(issuer))).status).toBe(200);
});
