import { describe, expect, it } from "vitest";
import { CHALLENGE, ISSUER, sharedIssuer } from "@/lib/testing/authorize";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { codeClient, formRequest, machineClient, ownClient } from "@/lib/testing/oauth";
import { push } from "@/lib/testing/pushed";
import { DELETE, GET, HEAD, OPTIONS, POST, PUT } from "./route";

testDatabase();

async function expectRefused(response: Response, status: number, error: string): Promise<void> {
  expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([status, error]);
  expect(response.headers.get("cache-control")).toBe("no-store");
}

describe("201", () => {
  it("gives a reference of 256 bits and how long it lives, not to be stored (#207)", async () => {
    const response = await push(ownClient(await sharedIssuer()));
    expect(response.status).toBe(201);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const { request_uri, ...rest } = (await response.json()) as { request_uri: string };
    expect(request_uri).toMatch(/^urn:ietf:params:oauth:request_uri:[A-Za-z0-9_-]{43}$/);
    expect(rest).toEqual({ expires_in: 90 });
  });

  it("keeps what was asked for 90 seconds, without the reference and without the client's secret", async () => {
    const issuer = await testIssuer();
    const client = { ...ownClient(issuer), secret: null };
    const inBody = { client_secret: issuer.clientSecret, unknown: "x", max_age: "60", scope: "stock" };
    const response = await push(client, { ...inBody, resource: [issuer.audience, issuer.audience] });
    const { request_uri } = (await response.json()) as { request_uri: string };
    const row = await issuer.db.pushedRequest.findFirstOrThrow({ where: { clientId: issuer.client.id } });
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(90_000);
    expect(row.usedAt).toBeNull();
    expect(row.parameters).toEqual([
      ["client_id", issuer.client.key],
      ["response_type", "code"],
      ["redirect_uri", "https://client.example/callback"],
      ["scope", "stock"],
      ["state", "xyz"],
      ["code_challenge", CHALLENGE],
      ["code_challenge_method", "S256"],
      ["max_age", "60"],
      ["resource", issuer.audience],
    ]);
    expect(JSON.stringify(row)).not.toContain(request_uri.slice(-43));
  });

  it("takes a public client by its name (RFC 9126 §2.1), also from a page of its own origin", async () => {
    const issuer = await testIssuer();
    const client = await codeClient(issuer, { isPublic: true });
    expect((await push(client)).status).toBe(201);
    const preflight = await OPTIONS(
      new Request(`${ISSUER}/oauth/par`, { method: "OPTIONS", headers: { origin: "https://client.example" } }),
    );
    expect(preflight.headers.get("access-control-allow-origin")).toBe("https://client.example");
  });
});

describe("400", () => {
  it.each([
    ["a request_uri (#209)", "invalid_request", { request_uri: "https://canary.example/" }],
    ["one of our own (#209)", "invalid_request", { request_uri: `urn:ietf:params:oauth:request_uri:${CHALLENGE}` }],
    ["a redirection URI that is not registered (#210)", "invalid_request", { redirect_uri: "https://evil.example/" }],
    ["a context that it may not have (#210)", "invalid_scope", { scope: "stock nothing" }],
    ["a malformed scope (#210)", "invalid_scope", { scope: "a  b" }],
    ["no challenge (#210)", "invalid_request", { code_challenge: undefined }],
    ["a plain challenge (#210)", "invalid_request", { code_challenge_method: "plain" }],
    ["another response_type", "unsupported_response_type", { response_type: "token" }],
    ["a request object", "request_not_supported", { request: "e30.e30." }],
    ["an API that is not its own", "invalid_target", { resource: "https://other.example" }],
    ["a state that cannot be given back", "invalid_request", { state: "s".repeat(8193) }],
    ["max_age that is no number", "invalid_request", { max_age: "-1" }],
    ["a parameter twice", "invalid_request", { scope: ["stock", "stock"] }],
  ] as const)("refuses %s here, not later", async (_name, error, changes) => {
    const sent = Object.fromEntries(Object.entries(changes).map(([k, v]) => [k, typeof v === "object" ? [...v] : v]));
    await expectRefused(await push(ownClient(await sharedIssuer()), sent), 400, error);
  });

  it("refuses a client for which no person decides", async () => {
    await expectRefused(await push(await machineClient(await sharedIssuer())), 400, "unauthorized_client");
  });

  it("refuses a name in the body that is not the client's", async () => {
    const issuer = await sharedIssuer();
    const other = await codeClient(issuer);
    await expectRefused(await push(ownClient(issuer), { client_id: other.key }), 400, "invalid_request");
  });
});

describe("401", () => {
  it("refuses a confidential client that does not authenticate, or wrongly (#211)", async () => {
    const issuer = await testIssuer();
    for (const secret of [null, "wrong"]) {
      const response = await push({ ...ownClient(issuer), secret });
      expect(response.headers.get("www-authenticate")).toContain("Basic");
      await expectRefused(response, 401, "invalid_client");
    }
    await expectRefused(await POST(formRequest("/oauth/par", { response_type: "code" })), 401, "invalid_client");
    await issuer.db.client.update({ where: { id: issuer.client.id }, data: { disabledAt: new Date() } });
    await expectRefused(await push(ownClient(issuer)), 401, "invalid_client");
    expect(await issuer.db.pushedRequest.count({ where: { clientId: issuer.client.id } })).toBe(0);
  });
});

it("405 for any other method (#208)", async () => {
  for (const [method, run] of Object.entries({ GET, HEAD, PUT, DELETE })) {
    const response = await run(new Request(`${ISSUER}/oauth/par`, { method }));
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  }
});

it("413 for a request that nobody needs (RFC 9126 §2.3)", async () => {
  await expectRefused(
    await push(ownClient(await sharedIssuer()), { ui_locales: "x".repeat(17_000) }),
    413,
    "invalid_request",
  );
});
