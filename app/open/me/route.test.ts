import { describe, expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { settled } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { GET as config } from "../global/config/route";
import { GET, HEAD, POST } from "./route";

const opened = testDatabase();
const URL_OF_ME = "http://localhost:3000/open/me";

const call = (authorization?: string, headers: Record<string, string> = {}, run = GET) =>
  run(new Request(URL_OF_ME, { headers: { ...headers, ...(authorization && { authorization }) } }));
const forOpen = (issuer: TestIssuer, scopes = ["open:read"]) =>
  issueAccess(issuer, { scopes, grantScopes: ["open:read", "stock"], audience: [openAudience()] });
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

describe("200", () => {
  it("says for whom an access token acts", async () => {
    const issuer = await testIssuer();
    const response = await call(`Bearer ${(await forOpen(issuer)).token}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      subject: { kind: "person", id: issuer.user.id },
      company: { id: issuer.company.id, name: issuer.company.name },
      client: { key: issuer.client.key },
      credential: { kind: "access" },
      contexts: ["open:read"],
    });
  });

  it("says it of a personal token, and counts the use", async () => {
    const issuer = await testIssuer();
    const { token, id } = await issuePersonal(issuer);
    for (let use = 0; use < 3; use++) expect((await call(`Bearer ${token}`)).status).toBe(200);
    await settled();
    const { drained } = await import("@/lib/later");
    await drained();
    expect(await issuer.db.personalToken.findUnique({ where: { id } })).toMatchObject({ useCount: 3n });
  });

  it("says it of the API connection, with the news that it is obsolete", async () => {
    const issuer = await testIssuer();
    const { key, secret } = await issueLegacy(issuer);
    const response = await call(`Basic ${btoa(`${key}:${secret}`)}`);
    expect([response.status, response.headers.get("deprecation")]).toEqual([200, "@1795392000"]);
    expect(await response.json()).toMatchObject({ subject: { kind: "company" }, client: null });
  });

  it("comes for the client that the call names, if it is the token's", async () => {
    const issuer = await testIssuer();
    const { token } = await forOpen(issuer);
    expect((await call(`Bearer ${token}`, { "x-postern-clientid": issuer.client.key })).status).toBe(200);
    expect((await call(`Bearer ${token}`, { "x-postern-clientid": "another" })).status).toBe(403);
  });

  it("comes without credentials for the public configuration alone", async () => {
    const response = await config(new Request("http://localhost:3000/open/global/config"));
    expect([response.status, await response.json()]).toMatchObject([200, { issuer: "http://localhost:3000" }]);
  });
});

describe("401", () => {
  it.each([undefined, "Bearer", "Bearer  x", "Bearer a, Bearer b", "Digest x"])(
    "when the header is missing or malformed: %s",
    async (authorization) => {
      const response = await call(authorization);
      expect([response.status, await codeOf(response)]).toEqual([401, "UNAUTHORIZED"]);
      expect(response.headers.get("www-authenticate")).toBe(
        'Bearer scope="open:read", resource_metadata="http://localhost:3000/.well-known/oauth-protected-resource/open"',
      );
    },
  );

  it("when the token stands in the address", async () => {
    const { token } = await forOpen(await testIssuer());
    const response = await GET(new Request(`${URL_OF_ME}?access_token=${token}`));
    expect(response.status).toBe(401);
  });
});

describe("403", () => {
  it("when the key is unknown, deleted, or for another API", async () => {
    const issuer = await testIssuer();
    const deleted = await issuePersonal(issuer);
    await issuer.db.personalToken.update({ where: { id: deleted.id }, data: { revokedAt: new Date() } });
    const elsewhere = await issueAccess(issuer, { scopes: ["stock"] });
    for (const token of ["nonsense", deleted.token, elsewhere.token]) {
      const response = await call(`Bearer ${token}`);
      expect([response.status, await codeOf(response)]).toEqual([403, "FORBIDDEN"]);
    }
  });

  it("when the context is missing, near-misses included", async () => {
    const issuer = await testIssuer();
    const { token } = await forOpen(issuer, ["stock", "open:reads", "open", "OPEN:READ"]);
    const response = await call(`Bearer ${token}`);
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toContain('scope="open:read"');
  });
});

describe("other methods and times", () => {
  it("asks HEAD for the same credential, and refuses the rest with 405", async () => {
    const { token } = await forOpen(await testIssuer());
    expect((await call(undefined, {}, HEAD)).status).toBe(401);
    expect((await call(`Bearer ${token}`, {}, HEAD)).status).toBe(200);
    const refused = await call(`Bearer ${token}`, { "x-http-method-override": "GET" }, POST);
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("answers 503 while the database does not, and never 200 or 401", async () => {
    const { token } = await forOpen(await testIssuer());
    const { pool } = opened();
    const query = pool.query;
    pool.query = (async () => {
      throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    }) as unknown as typeof query;
    const response = await call(`Bearer ${token}`);
    pool.query = query;
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  });
});

it("never fails on what is sent as a credential", async () => {
  const pieces = [
    "Bearer",
    "Basic",
    "pst_at_",
    "pst_pt_",
    " ",
    "  ",
    ",",
    ":",
    "=",
    "\t",
    "%00",
    "é",
    "a".repeat(49),
    "Og==",
    '"',
  ];
  let state = 12_345;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: 1 + next(6) }, () => pieces[next(pieces.length)]).join("");
    const { status } = await call(text.trim() || "Bearer");
    expect([401, 403]).toContain(status);
  }
});
