import { describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issuePersonal, testIssuer } from "@/lib/testing/issued";
import { metadataUrl } from "@/lib/verify/challenge";
import { GET, POST } from "./route";

testDatabase();

type Asked = { audience?: string; scope?: string; authorization?: string; headers?: Record<string, string> };

function call({ audience, scope, authorization, headers = {} }: Asked, run = GET) {
  const query = new URLSearchParams({ ...(audience && { audience }), ...(scope && { scope }) });
  const url = `http://localhost:3000/api/verify?${query}`;
  return run(new Request(url, { headers: { ...headers, ...(authorization && { authorization }) } }));
}

const challenge = (response: Response) => response.headers.get("www-authenticate");
const pointer = (audience: string) => `resource_metadata="${metadataUrl(audience)}"`;

describe("200", () => {
  it("names who calls in headers, and has no body", async () => {
    const issuer = await testIssuer();
    const { token } = await issueAccess(issuer);
    const response = await call({ audience: issuer.audience, scope: "stock labels", authorization: `Bearer ${token}` });
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-postern-kind": "access",
      "x-postern-subject": issuer.user.id,
      "x-postern-client": issuer.client.key,
      "x-postern-company": issuer.company.id,
      "x-postern-scopes": "stock labels",
      "x-postern-authorization-details": "",
    });
  });

  it("comes for a personal token and the API connection too, with every header there", async () => {
    const issuer = await testIssuer();
    const { key, secret } = await issueLegacy(issuer);
    const { token } = await issuePersonal(issuer, { scopes: ["stock", "open:read"] });
    for (const authorization of [`Bearer ${token}`, `Basic ${btoa(`${key}:${secret}`)}`]) {
      const { status, headers } = await call({ audience: issuer.audience, authorization });
      expect([status, headers.get("x-postern-client")]).toEqual([200, ""]);
      expect(headers.get("x-postern-scopes")).not.toContain("open:read");
    }
  });

  it("comes whatever method the proxy asks with", async () => {
    const issuer = await testIssuer();
    const authorization = `Bearer ${(await issueAccess(issuer)).token}`;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await call({ audience: issuer.audience, authorization, headers }, POST)).status).toBe(200);
  });
});

describe("401", () => {
  it("without an error code when nothing was shown, with what is needed and where to read more (#296)", async () => {
    const { audience } = await testIssuer();
    const response = await call({ audience, scope: "stock labels" });
    const expected = `Bearer scope="stock labels", ${pointer(audience)}`;
    expect([response.status, challenge(response), await response.text()]).toEqual([401, expected, ""]);
  });

  it("with invalid_token for a token that is unknown, malformed, or for another API (#339)", async () => {
    const [issuer, other] = [await testIssuer(), await testIssuer()];
    const { token } = await issueAccess(issuer);
    const { token: personal } = await issuePersonal(issuer);
    const tries: Asked[] = [
      { audience: issuer.audience, authorization: "Bearer abc" },
      { audience: other.audience, authorization: `Bearer ${token}` },
      { audience: other.audience, authorization: `Bearer ${personal}` },
      { audience: issuer.audience.toUpperCase(), authorization: `Bearer ${token}` },
    ];
    for (const asked of tries) {
      const response = await call(asked);
      expect([response.status, challenge(response)]).toEqual([
        401,
        `Bearer error="invalid_token", ${pointer(asked.audience ?? "")}`,
      ]);
    }
  });

  it("with a Basic challenge for a wrong pair (#439)", async () => {
    const issuer = await testIssuer();
    const { key } = await issueLegacy(issuer);
    const response = await call({ audience: issuer.audience, authorization: `Basic ${btoa(`${key}:wrong`)}` });
    expect([response.status, challenge(response)]).toEqual([401, 'Basic realm="Postern", charset="UTF-8"']);
  });
});

describe("401 for a proxy that knows no 400", () => {
  it.each(["Bearer", "Bearer a b", "Bearer a, Bearer b", "Basic !"])(
    "when the header is malformed: %s",
    async (authorization) => {
      const audience = "https://api.example";
      const response = await call({ audience, authorization });
      expect([response.status, challenge(response)]).toEqual([
        401,
        `Bearer error="invalid_request", ${pointer(audience)}`,
      ]);
    },
  );
});

describe("403", () => {
  it("names the contexts that are needed (#359)", async () => {
    const issuer = await testIssuer();
    const { token } = await issueAccess(issuer, { scopes: ["stock"] });
    const response = await call({ audience: issuer.audience, scope: "stock labels", authorization: `Bearer ${token}` });
    expect([response.status, challenge(response)]).toEqual([
      403,
      `Bearer error="insufficient_scope", scope="stock labels", ${pointer(issuer.audience)}`,
    ]);
  });
});

describe("400", () => {
  it("for a proxy that does not name its API, or names contexts that can't be any (#363)", async () => {
    const issuer = await testIssuer();
    const authorization = `Bearer ${(await issueAccess(issuer)).token}`;
    expect((await call({ authorization })).status).toBe(400);
    expect((await call({ audience: issuer.audience, scope: 'a"b', authorization })).status).toBe(400);
  });
});
