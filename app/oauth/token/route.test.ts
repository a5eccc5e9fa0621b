import { describe, expect, it } from "vitest";
import { after, minutes } from "@/lib/duration";
import { testDatabase } from "@/lib/testing/database";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import {
  basic,
  bodyOf,
  codeClient,
  FORM,
  formRequest,
  machineClient,
  outcomeOf,
  ownClient,
  type TestClient,
} from "@/lib/testing/oauth";
import { DELETE, GET, PATCH, POST, PUT } from "./route";

const opened = testDatabase();

const PATH = "/oauth/token";
const MACHINE = { grant_type: "client_credentials" };
const call = (client: TestClient | null, fields: Parameters<typeof formRequest>[1]) =>
  POST(formRequest(PATH, fields, client));
const raw = (init: RequestInit, query = "") =>
  POST(new Request(`http://localhost:3000${PATH}${query}`, { method: "POST", ...init }));

async function machine(options: Parameters<typeof machineClient>[1] = {}): Promise<[TestIssuer, TestClient]> {
  const issuer = await testIssuer();
  return [issuer, await machineClient(issuer, options)];
}

describe("200", () => {
  it("has the headers and the body of RFC 6749 §5.1 (#91, #93, #169)", async () => {
    const [, client] = await machine();
    const response = await call(client, MACHINE);
    expect([
      response.status,
      ...["content-type", "cache-control", "pragma"].map((name) => response.headers.get(name)),
    ]).toEqual([200, "application/json", "no-store", "no-cache"]);
    const body = await bodyOf(response);
    expect(Object.keys(body)).toEqual(["access_token", "token_type", "expires_in", "scope"]);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
    expect(body.scope?.split(" ").sort()).toEqual(["labels", "open:read", "stock"]);
  });

  it("comes for a secret in the header, in lower case too, and in the body (#99, #100, #102)", async () => {
    const [, { key, secret }] = await machine();
    const { authorization } = basic(`${key}:${secret}`);
    const body = new URLSearchParams(MACHINE).toString();
    expect((await raw({ headers: { ...FORM, authorization }, body })).status).toBe(200);
    expect(
      (await raw({ headers: { ...FORM, authorization: authorization.replace("Basic", "basic") }, body })).status,
    ).toBe(200);
    const fields = { ...MACHINE, client_id: key, client_secret: secret ?? "" };
    expect((await call(null, fields)).status).toBe(200);
  });

  it("comes for a name and secret of any characters, form-encoded before base64 (#101)", async () => {
    const [, client] = await machine({ key: `a:b %+&é ${Date.now()}`, secret: "s:e %+&é c" });
    const encoded = [client.key, client.secret ?? ""].map((half) => encodeURIComponent(half).replaceAll("%20", "+"));
    const body = new URLSearchParams(MACHINE).toString();
    expect((await raw({ headers: basic(encoded.join(":")), body })).status).toBe(200);
    const post = { ...MACHINE, client_id: client.key, client_secret: client.secret ?? "" };
    expect((await call(null, post)).status).toBe(200);
  });

  it("takes an empty parameter for none, and ignores unknown ones (#89, #90)", async () => {
    const [, client] = await machine();
    const fields = { ...MACHINE, client_secret: "", scope: "", "scope[]": "x", __proto__x: "1", foo: "bar" };
    expect((await call(client, fields)).status).toBe(200);
  });

  it("comes when the body names the same client as the header (#107)", async () => {
    const [, client] = await machine();
    expect((await call(client, { ...MACHINE, client_id: client.key })).status).toBe(200);
    expect(await outcomeOf(await call(client, { ...MACHINE, client_id: "another" }))).toEqual([400, "invalid_request"]);
  });

  it("takes a charset of UTF-8 alone (#82)", async () => {
    const [, { key, secret }] = await machine();
    const { authorization } = basic(`${key}:${secret}`);
    const send = (type: string) =>
      raw({ headers: { authorization, "content-type": type }, body: new URLSearchParams(MACHINE).toString() });
    expect((await send("application/x-www-form-urlencoded; charset=UTF-8")).status).toBe(200);
    expect((await send("application/x-www-form-urlencoded; charset=utf-7")).status).toBe(415);
  });

  it("serves both secrets of a client while they live, and tells their last use (#113, #114)", async () => {
    const [{ db }, client] = await machine();
    const { hashOf } = await import("@/lib/crypto/hash");
    const second = await db.clientSecret.create({
      data: {
        clientId: client.id,
        secretHash: hashOf("another"),
        hint: "ther",
        expiresAt: after(new Date(), minutes(1)),
      },
    });
    expect((await call(client, MACHINE)).status).toBe(200);
    expect((await call({ ...client, secret: "another" }, MACHINE)).status).toBe(200);
    const { drained } = await import("@/lib/later");
    await drained();
    const used = await db.clientSecret.findMany({ where: { clientId: client.id }, select: { lastUsedAt: true } });
    expect(used.every(({ lastUsedAt }) => lastUsedAt !== null)).toBe(true);
    expect(await db.client.findUnique({ where: { id: client.id } })).toMatchObject({ useCount: 2n });
    await db.clientSecret.update({ where: { id: second.id }, data: { expiresAt: new Date() } });
    expect(await outcomeOf(await call({ ...client, secret: "another" }, MACHINE))).toEqual([401, "invalid_client"]);
    await db.clientSecret.updateMany({ where: { clientId: client.id }, data: { revokedAt: new Date() } });
    expect(await outcomeOf(await call(client, MACHINE))).toEqual([401, "invalid_client"]);
  });
});

describe("400", () => {
  it.each([
    ["no grant_type (#84)", {}, "invalid_request"],
    ["password (#85)", { grant_type: "password" }, "unsupported_grant_type"],
    ["another case (#86)", { grant_type: "CLIENT_CREDENTIALS" }, "unsupported_grant_type"],
    ["10 kB (#86)", { grant_type: "x".repeat(10_240) }, "unsupported_grant_type"],
    ["a flow of another kind of client (#87)", { grant_type: "authorization_code", code: "x" }, "unauthorized_client"],
    ["a doubled grant_type (#88)", { grant_type: ["client_credentials", "client_credentials"] }, "invalid_request"],
    ["a doubled scope (#88)", { ...MACHINE, scope: ["stock", "stock"] }, "invalid_request"],
    ["a doubled unknown parameter", { ...MACHINE, foo: ["a", "b"] }, "invalid_request"],
    ["a control character", { ...MACHINE, foo: "a\u0000b" }, "invalid_request"],
    ["a malformed scope", { ...MACHINE, scope: 'stock "' }, "invalid_scope"],
    ["an unknown scope (#174)", { ...MACHINE, scope: "stock admin" }, "invalid_scope"],
    ["an admin scope (#174)", { ...MACHINE, scope: "postern:clients:read" }, "invalid_scope"],
    [
      "a resource that is no API of its scopes (#178)",
      { ...MACHINE, resource: "https://else.example/" },
      "invalid_target",
    ],
    ["a secret in the header and in the body (#106)", { ...MACHINE, client_secret: "x" }, "invalid_request"],
  ])("for %s", async (_case, fields, error) => {
    const [, client] = await machine();
    const response = await call(client, fields);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const body = await bodyOf(response);
    expect([response.status, body.error]).toEqual([400, error]);
    expect(Object.keys(body)).toEqual(["error", "error_description", "error_uri", "error_code", "request_id"]);
    expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  });

  it("for an authorization-code client that asks client credentials, public or not (#171, #172)", async () => {
    const issuer = await testIssuer();
    for (const client of [ownClient(issuer), await codeClient(issuer, { isPublic: true })])
      expect(await outcomeOf(await call(client, MACHINE))).toEqual([400, "unauthorized_client"]);
  });

  it("for parameters in the address, even good ones (#83)", async () => {
    const [, { key, secret }] = await machine();
    const query = `?${new URLSearchParams({ ...MACHINE, client_id: key, client_secret: secret ?? "" })}`;
    expect(await outcomeOf(await raw({ headers: FORM, body: "" }, query))).toEqual([400, "invalid_request"]);
    const body = new URLSearchParams(MACHINE).toString();
    expect(await outcomeOf(await raw({ headers: basic(`${key}:${secret}`), body }, "?x=1"))).toEqual([
      400,
      "invalid_request",
    ]);
  });

  it.each(["grant_type=%zz", "grant_type=%ff%fe", "%00=1", "a=1&b=%E0%A4%A"])(
    "for a broken escape: %s",
    async (body) => {
      expect(await outcomeOf(await raw({ headers: FORM, body }))).toEqual([400, "invalid_request"]);
    },
  );
});

describe("405, 413, 415", () => {
  it("names POST when another method is used (#79, #80)", async () => {
    for (const [method, run] of Object.entries({ GET, PUT, PATCH, DELETE })) {
      const response = await run(new Request(`http://localhost:3000${PATH}?client_secret=x`, { method }));
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    }
  });

  it("refuses a body above 64 kB", async () => {
    const body = `grant_type=x&a=${"x".repeat(65_536)}`;
    expect((await raw({ headers: FORM, body })).status).toBe(413);
    expect((await raw({ headers: { ...FORM, "content-length": "70000" }, body: "a=1" })).status).toBe(413);
  });

  it("refuses JSON, multipart and a body of no type (#81, #82)", async () => {
    const json = { headers: { "content-type": "application/json" }, body: JSON.stringify(MACHINE) };
    const multipart = new FormData();
    multipart.set("grant_type", "client_credentials");
    for (const init of [json, { body: multipart }, { body: new Uint8Array([97]) }])
      expect(await outcomeOf(await raw(init))).toEqual([415, "invalid_request"]);
  });
});

describe("503", () => {
  it("is the answer while the database is not there, and never 401", async () => {
    const [, client] = await machine();
    const { pool } = opened();
    const query = pool.query;
    pool.query = (async () => {
      throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    }) as unknown as typeof query;
    const response = await call(client, MACHINE);
    pool.query = query;
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  });
});
