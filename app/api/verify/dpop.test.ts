import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { bindAccess, dpopKey, proofOf, type TestKey } from "@/lib/testing/dpop";
import { issueAccess, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { GET } from "./route";

testDatabase();

let key: TestKey;
let issuer: TestIssuer;
let token: string;
let origin: string;
beforeAll(async () => {
  [key, issuer] = [await dpopKey(), await testIssuer()];
  const issued = await issueAccess(issuer);
  await bindAccess(issuer, issued.id, key);
  token = issued.token;
  origin = new URL(issuer.audience).origin;
});

/** What nginx writes of a call that it holds. */
const ORIGINAL = { "x-original-method": "DELETE", "x-original-uri": "/v1/stock/1?all=1" };
const FORWARDED = { "x-forwarded-method": "DELETE", "x-forwarded-uri": "/v1/stock/1?all=1" };

type Asked = { rule?: Record<string, string>; written?: Record<string, string>; url?: string; method?: string };

async function call({ rule = { call: "original" }, written = ORIGINAL, url, method = "DELETE" }: Asked = {}) {
  const query = new URLSearchParams({ audience: issuer.audience, ...rule });
  const dpop = await proofOf(key, { method, url: url ?? `${origin}/v1/stock/1`, token });
  const headers = { authorization: `DPoP ${token}`, dpop, ...written };
  return GET(new Request(`http://localhost:3000/api/verify?${query}`, { headers }));
}
const statusOf = async (asked: Asked) => (await call(asked)).status;

describe("a token that is bound to a key", () => {
  it("passes with a proof for the call that the proxy holds, at the origin of the API (#299)", async () => {
    const response = await call();
    expect([response.status, response.headers.get("x-postern-subject")]).toEqual([200, issuer.user.id]);
    expect(await statusOf({ rule: { call: "forwarded" }, written: FORWARDED })).toBe(200);
  });

  it("passes at the origin that the rule names, and then at no other", async () => {
    const rule = { call: "original", origin: "http://10.0.0.7:8080" };
    expect(await statusOf({ rule, url: "http://10.0.0.7:8080/v1/stock/1" })).toBe(200);
    expect(await statusOf({ rule })).toBe(401);
  });

  it("does not pass with a proof for another method, path or host, forged ones included (#310, #311, #324, #362)", async () => {
    expect(await statusOf({ method: "GET" })).toBe(401);
    expect(await statusOf({ url: `${origin}/v1/stock/2` })).toBe(401);
    expect(await statusOf({ url: "https://evil.example/v1/stock/1" })).toBe(401);
    const forged = { "x-forwarded-host": "evil.example", "x-original-host": "evil.example", host: "evil.example" };
    expect(await statusOf({ url: "https://evil.example/v1/stock/1", written: { ...ORIGINAL, ...forged } })).toBe(401);
    // Written by the client, as the rule is about the other two.
    expect(await statusOf({ written: { ...ORIGINAL, "x-forwarded-uri": "/v1/stock/2" } })).toBe(200);
    expect(await statusOf({ rule: { call: "forwarded" } })).toBe(401);
  });

  it("does not pass where the rule does not say who writes the call, whatever a client sends (#362, #363)", async () => {
    const response = await call({ rule: {} });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringMatching(/^Bearer error="invalid_token", resource_metadata="[^"]+"$/),
    ]);
  });

  it.each([
    {},
    { "x-original-method": "DELETE" },
    { "x-original-uri": "/v1/stock/1" },
    { "x-original-method": "DELETE, DELETE", "x-original-uri": "/v1/stock/1" },
    { "x-original-method": "DELETE", "x-original-uri": "/v1/stock/1, /v1/stock/1" },
    { "x-original-method": "DELETE", "x-original-uri": "https://evil.example/v1/stock/1" },
    { "x-original-method": "DELETE", "x-original-uri": "@evil.example/v1/stock/1" },
    { "x-original-method": "DELETE", "x-original-uri": "" },
  ])("does not pass where method or path is missing, doubled or none: %j (#363)", async (written) => {
    expect(await statusOf({ written: written as Record<string, string> })).toBe(401);
  });

  it("is asked for a nonce, and for a proof, by headers that a proxy can pass on (#301, #322)", async () => {
    const query = new URLSearchParams({ audience: issuer.audience, call: "original" });
    const url = `http://localhost:3000/api/verify?${query}`;
    const held = { method: "DELETE", url: `${origin}/v1/stock/1`, token };
    const dpop = await proofOf(key, { ...held, claims: { nonce: undefined } });
    const asked = (headers: Record<string, string>) =>
      GET(new Request(url, { headers: { authorization: `DPoP ${token}`, ...ORIGINAL, ...headers } }));
    const needed = await asked({ dpop });
    expect([needed.status, needed.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringMatching(
        /^DPoP error="use_dpop_nonce", algs="[^"]+", resource_metadata="[^"]+", Bearer resource_metadata="[^"]+"$/,
      ),
    ]);
    const nonce = needed.headers.get("dpop-nonce");
    expect((await asked({ dpop: await proofOf(key, { ...held, claims: { nonce } }) })).status).toBe(200);
    expect((await asked({})).headers.get("www-authenticate")).toMatch(/^DPoP error="invalid_dpop_proof", algs=/);
  });
});

it("refuses a rule that can't be one (400)", async () => {
  for (const rule of [
    { call: "X-Original-URI" },
    { call: "" },
    { call: "original", origin: "https://a.example/path" },
    { call: "original", origin: "https://me@a.example" },
    { call: "original", origin: "a.example" },
  ])
    expect(await statusOf({ rule: rule as Record<string, string> })).toBe(400);
  const twice = `audience=${encodeURIComponent(issuer.audience)}&call=original&call=forwarded`;
  expect((await GET(new Request(`http://localhost:3000/api/verify?${twice}`))).status).toBe(400);
});
