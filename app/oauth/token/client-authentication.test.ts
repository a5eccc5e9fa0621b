import { describe, expect, it } from "vitest";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { after, minutes } from "@/lib/duration";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import {
  basic,
  bodyOf,
  codeClient,
  FORM,
  formRequest,
  machineClient,
  outcomeOf,
  type TestClient,
} from "@/lib/testing/oauth";
import { POST } from "./route";

testDatabase();

const PATH = "/oauth/token";
const MACHINE = { grant_type: "client_credentials" };
const call = (client: TestClient | null, fields: Parameters<typeof formRequest>[1]) =>
  POST(formRequest(PATH, fields, client));
const raw = (init: RequestInit) => POST(new Request(`http://localhost:3000${PATH}`, { method: "POST", ...init }));

async function machine(): Promise<[TestIssuer, TestClient]> {
  const issuer = await testIssuer();
  return [issuer, await machineClient(issuer)];
}

describe("401", () => {
  it("is the same for an unknown client and a wrong secret, with a challenge (#103, #104, #105)", async () => {
    const [, client] = await machine();
    const post = (key: string) => call(null, { ...MACHINE, client_id: key, client_secret: "wrong" });
    const wrong = [
      await call({ ...client, secret: "wrong" }, MACHINE),
      await call({ ...client, key: `<script>${Date.now()}`, secret: "wrong" }, MACHINE),
      await post(client.key),
      await post("nobody"),
    ];
    const seen = [];
    for (const response of wrong) {
      const { request_id, ...body } = await bodyOf(response);
      const { "x-request-id": _id, ...headers } = Object.fromEntries(response.headers);
      expect(request_id).toBeDefined();
      seen.push({ status: response.status, body, headers });
    }
    expect(seen[0]).toMatchObject({ status: 401, body: { error: "invalid_client", error_code: 40100 } });
    expect(seen[0]?.headers["www-authenticate"]).toMatch(/^Basic realm=/);
    for (const one of seen) expect(one).toEqual(seen[0]);
  });

  it.each([
    "Basic",
    "Basic ",
    "Basic !!!",
    "Basic eA==",
    "Basic Y29s",
    "Basic a b c",
    "Bearer x",
    "Digest x",
    "Basic AAAA",
  ])("comes for a malformed header, never 500 (#108): %s", async (authorization) => {
    const body = new URLSearchParams(MACHINE).toString();
    expect(await outcomeOf(await raw({ headers: { ...FORM, authorization }, body }))).toEqual([401, "invalid_client"]);
  });

  it("comes for a header of 100 kB (#108)", async () => {
    const headers = { ...FORM, authorization: `Basic ${"A".repeat(100_000)}` };
    expect(await outcomeOf(await raw({ headers, body: "grant_type=x" }))).toEqual([401, "invalid_client"]);
  });

  it("comes when nobody says who asks, or a secret names no client (#139)", async () => {
    expect(await outcomeOf(await call(null, MACHINE))).toEqual([401, "invalid_client"]);
    expect(await outcomeOf(await call(null, { ...MACHINE, client_secret: "x" }))).toEqual([401, "invalid_client"]);
  });

  it("comes for a confidential client without its secret, and a public one with any (#109, #110, #111)", async () => {
    const issuer = await testIssuer();
    const confidential = await machineClient(issuer);
    const open = await codeClient(issuer, { isPublic: true });
    expect(await outcomeOf(await call({ ...confidential, secret: null }, MACHINE))).toEqual([401, "invalid_client"]);
    const body = new URLSearchParams(MACHINE).toString();
    expect(await outcomeOf(await raw({ headers: basic(`${confidential.key}:`), body }))).toEqual([
      401,
      "invalid_client",
    ]);
    expect(await outcomeOf(await call({ ...open, secret: "x" }, MACHINE))).toEqual([401, "invalid_client"]);
    expect(await outcomeOf(await call(null, { ...MACHINE, client_id: open.key, client_secret: "x" }))).toEqual([
      401,
      "invalid_client",
    ]);
  });

  it("comes for a secret that is almost right (#112)", async () => {
    const [, client] = await machine();
    const secret = client.secret ?? "";
    for (const almost of [`${secret}x`, secret.slice(0, -1), secret.toUpperCase(), ` ${secret}`])
      expect(await outcomeOf(await call({ ...client, secret: almost }, MACHINE))).toEqual([401, "invalid_client"]);
  });

  it("comes at once for a disabled and for a removed client (#115)", async () => {
    for (const end of [{ disabledAt: new Date() }, { removedAt: new Date() }]) {
      const [{ db }, client] = await machine();
      expect((await call(client, MACHINE)).status).toBe(200);
      await db.client.update({ where: { id: client.id }, data: end });
      expect(await outcomeOf(await call(client, MACHINE))).toEqual([401, "invalid_client"]);
    }
  });

  it("comes for other keys of ours: an access token, the API connection (#117, #118)", async () => {
    const issuer = await testIssuer();
    const { token } = await issueAccess(issuer);
    const { key, secret } = await issueLegacy(issuer);
    const body = new URLSearchParams(MACHINE).toString();
    expect(await outcomeOf(await raw({ headers: { ...FORM, authorization: `Bearer ${token}` }, body }))).toEqual([
      401,
      "invalid_client",
    ]);
    expect(await outcomeOf(await raw({ headers: basic(`${key}:${secret}`), body }))).toEqual([401, "invalid_client"]);
  });
});

describe("429", () => {
  it("stops guessing at one address and locks nobody out at another (#116)", async () => {
    const [, client] = await machine();
    const from = (ip: string, secret: string | null) => {
      const request = formRequest(PATH, MACHINE, { ...client, secret });
      request.headers.set("x-postern-peer", ip);
      return POST(request);
    };
    for (let attempt = 0; attempt < 20; attempt++) expect((await from("203.0.113.1", "wrong")).status).toBe(401);
    for (const secret of ["wrong", client.secret]) {
      const refused = await from("203.0.113.1", secret);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(800);
    }
    expect((await from("203.0.113.2", client.secret)).status).toBe(200);
  });

  it("bounds what one network leaves behind that invents clients, and answers as for one that is there (#116, #492)", async () => {
    const [issuer, client] = await machine();
    const [ip, other] = ["203.0.113.77", "203.0.113.78"];
    const from = (address: string, key: string, secret: string | null) => {
      const request = formRequest(PATH, MACHINE, { ...client, key, secret });
      request.headers.set("x-postern-peer", address);
      return POST(request);
    };
    const before = await issuer.db.throttle.count();
    const answers = [];
    for (let invented = 0; invented < 210; invented++)
      answers.push((await from(ip, `invented-${invented}`, "x")).status);
    expect([answers.slice(0, 200), answers.slice(200)]).toEqual([Array(200).fill(401), Array(10).fill(429)]);
    // One row for the network, and one for each client that it was still free to get wrong.
    expect((await issuer.db.throttle.count()) - before).toBe(201);
    expect((await from(ip, client.key, "wrong")).status).toBe(429);
    expect((await from(ip, client.key, client.secret)).status).toBe(200);
    expect((await from(other, "invented", "x")).status).toBe(401);
  });

  it("stops guessing at a client from a network that has no attempt left", async () => {
    const [, client] = await machine();
    const from = (key: string, secret: string | null) => {
      const request = formRequest(PATH, MACHINE, { ...client, key, secret });
      request.headers.set("x-postern-peer", "203.0.113.79");
      return POST(request);
    };
    for (let invented = 0; invented < 200; invented++) await from(`invented-${invented}`, "x");
    for (let guess = 0; guess < 20; guess++) expect((await from(client.key, "wrong")).status).toBe(429);
    expect((await from(client.key, client.secret)).status).toBe(429);
  });
});

describe("200", () => {
  it("is for both secrets while they live, and for the new one alone after the old one's end (#113, #114)", async () => {
    const [{ db }, client] = await machine();
    const secret = newCredential("clientSecret");
    const both = [client, { ...client, secret: secret.reveal() }];
    const secretHash = hashOf(secret.reveal());
    await db.clientSecret.create({ data: { clientId: client.id, secretHash, hint: secret.hint } });
    const statuses = () => Promise.all(both.map(async (one) => (await call(one, MACHINE)).status));
    const endsAt = (expiresAt: Date) =>
      db.clientSecret.updateMany({
        where: { clientId: client.id, secretHash: { not: secretHash } },
        data: { expiresAt },
      });
    expect(await statuses()).toEqual([200, 200]);
    await endsAt(after(new Date(), minutes(1)));
    expect(await statuses()).toEqual([200, 200]);
    await endsAt(new Date());
    expect(await statuses()).toEqual([401, 200]);
  });
});
