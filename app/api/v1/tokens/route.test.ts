import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { callApi, type Refused, refusalOf } from "@/lib/testing/api";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { verifyCredential } from "@/lib/verify/verify";
import * as one from "./[id]/route";
import * as route from "./route";

const opened = testDatabase();

const PATH = "/api/v1/tokens";
const ALL = ["postern:tokens:read", "postern:tokens:write", "stock"];
const input = (changes: Record<string, unknown> = {}) => ({
  name: "CI deploy",
  expires: "30",
  access: "custom",
  scopes: ["stock"],
  ...changes,
});

async function caller(scopes: string[] = ALL, issuer?: TestIssuer) {
  const of = issuer ?? (await testIssuer());
  return { issuer: of, ...(await issuePersonal(of, { scopes })) };
}

type Token = { id: string; secret: string; state: string; revoked: unknown };
type Page = { items: Token[]; next: string | null; total: number; counters: Record<string, number> };

describe("201", () => {
  it("gives the token once, and where it can be read", async () => {
    const { token } = await caller();
    const made = await callApi<Token>(route, PATH, { method: "POST", token, body: input() });
    expect([made.status, made.headers.get("location")]).toEqual([201, `http://localhost:3000${PATH}/${made.body.id}`]);
    const presented = { scheme: "bearer", token: made.body.secret } as const;
    expect(await verifyCredential({ now: new Date() }, presented)).toMatchObject({
      active: true,
      tokenId: made.body.id,
    });
    const read = await callApi<Token>(one, `${PATH}/${made.body.id}`, { token });
    expect([read.status, JSON.stringify(read.body).includes(made.body.secret)]).toEqual([200, false]);
  });

  it("ignores members that nobody may set (#400)", async () => {
    const { token, issuer } = await caller();
    const other = await testIssuer();
    const extra = {
      userId: other.user.id,
      companyId: other.company.id,
      ownerId: other.user.id,
      role: "owner",
      createdAt: "2020-01-01T00:00:00Z",
      useCount: 1000,
      secret: "chosen",
      id: randomUUID(),
    };
    const { body } = await callApi<Token>(route, PATH, { method: "POST", token, body: input(extra) });
    const row = await issuer.db.personalToken.findUniqueOrThrow({ where: { id: body.id } });
    expect(row).toMatchObject({ userId: issuer.user.id, companyId: issuer.company.id, useCount: 0n });
    expect(row.createdAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });
});

describe("200", () => {
  it("lists page by page, and the counters of all", async () => {
    const { token, issuer } = await caller();
    for (let index = 0; index < 4; index++) await issuePersonal(issuer);
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const query: string = next ? `?limit=2&cursor=${next}` : "?limit=2";
      const { body }: { body: Page } = await callApi<Page>(route, `${PATH}${query}`, { token });
      expect([body.total, body.counters.active, body.items.length <= 2]).toEqual([5, 5, true]);
      seen.push(...body.items.map(({ id }) => id));
      next = body.next;
    } while (next);
    expect(new Set(seen).size).toBe(5);
  });

  it("lists only its own company's tokens (#399)", async () => {
    const { token, id } = await caller();
    await issuePersonal(await testIssuer());
    const { body } = await callApi<Page>(route, PATH, { token });
    expect(body.items.map((item) => item.id)).toEqual([id]);
  });

  it("answers HEAD with the same credential alone (#338)", async () => {
    const { token } = await caller();
    expect((await callApi(route, PATH, { method: "HEAD", token })).status).toBe(200);
    expect((await callApi(route, PATH, { method: "HEAD" })).status).toBe(401);
  });
});

describe("400", () => {
  it("names all wrong fields at once", async () => {
    const { token } = await caller();
    const { body, status } = await callApi<Refused>(route, PATH, {
      method: "POST",
      token,
      body: { name: "", expires: "date", expiresOn: "2020-01-01", access: "custom" },
    });
    expect([status, body.error.fields]).toMatchObject([
      400,
      { name: { code: "required" }, scopes: { code: "contextRequired" } },
    ]);
  });

  it.each([
    ["a day that is over", { expires: "date", expiresOn: "2020-01-01" }, { expiresOn: { code: "expiryInPast" } }],
    [
      "a context that there is not",
      { scopes: ["nothing"] },
      { scopes: { code: "contextNotOffered", params: { context: "nothing" } } },
    ],
  ])("for %s", async (_what, changes, fields) => {
    const { token } = await caller();
    const { body, status } = await callApi<Refused>(route, PATH, { method: "POST", token, body: input(changes) });
    expect([status, body.error.fields]).toEqual([400, fields]);
  });

  it.each(["limit=0", "limit=101", "limit=x", "state=alive", "stat=revoked", "limit=1&limit=2", "search[not]=x"])(
    "for the query %s (#455)",
    async (query) => {
      const { token } = await caller();
      expect(refusalOf(await callApi(route, `${PATH}?${query}`, { token }))).toEqual([400, "invalid_input"]);
    },
  );

  it("for a forged cursor (#435), for what is no JSON, and for a malformed header (#329)", async () => {
    const { token } = await caller();
    const forged = Buffer.from("1_' OR 1=1").toString("base64url");
    expect(refusalOf(await callApi(route, `${PATH}?cursor=${forged}`, { token }))).toEqual([400, "invalid_cursor"]);
    expect(refusalOf(await callApi(route, PATH, { method: "POST", token, body: "{" }))).toEqual([400, "invalid_json"]);
    const headers = { authorization: `Bearer ${token}, Bearer ${token}` };
    expect(refusalOf(await callApi(route, PATH, { headers }))).toEqual([400, "invalid_request"]);
  });
});

describe("401", () => {
  it("without a credential, with a challenge that names no error (RFC 6750 §3.1, #325)", async () => {
    for (const headers of [{}, { cookie: "postern=x" }, { "x-api-key": "x" }] as Record<string, string>[]) {
      const answer = await callApi(route, PATH, { headers });
      expect(refusalOf(answer)).toEqual([401, "missing_token"]);
      expect(answer.headers.get("www-authenticate")).toBe(
        'Bearer resource_metadata="http://localhost:3000/.well-known/oauth-protected-resource/api/v1"',
      );
    }
    const { token } = await caller();
    expect((await callApi(route, `${PATH}?access_token=${token}`)).status).toBe(401);
  });

  it("with every other kind of credential (#336, #339)", async () => {
    const { issuer } = await caller();
    const { key, secret } = await issueLegacy(issuer);
    const general = await issuePersonal(issuer);
    const access = await issueAccess(issuer);
    const given = [`Bearer ${general.token}`, `Bearer ${access.token}`, `Basic ${btoa(`${key}:${secret}`)}`];
    for (const authorization of given) {
      const answer = await callApi(route, PATH, { headers: { authorization } });
      expect(refusalOf(answer)).toEqual([401, "invalid_token"]);
    }
  });

  it("once the maker is disabled, has left, or has become a member (#429)", async () => {
    const { token, issuer } = await caller();
    const { db, user } = issuer;
    const answered = async () => (await callApi(route, PATH, { token })).status;
    expect(await answered()).toBe(200);
    await db.user.update({ where: { id: user.id }, data: { disabledAt: new Date() } });
    expect(await answered()).toBe(401);
    await db.user.update({ where: { id: user.id }, data: { disabledAt: null } });
    await db.membership.updateMany({ where: { userId: user.id }, data: { role: "member" } });
    expect(await answered()).toBe(401);
  });
});

describe("403", () => {
  it("without the context that the call needs, near-misses included (#334, #335)", async () => {
    const { token, id } = await caller(["postern:tokens:read", "postern:clients:write", "stock"]);
    for (const answer of [
      await callApi(route, PATH, { method: "POST", token, body: input() }),
      await callApi(one, `${PATH}/${id}`, { method: "DELETE", token }),
    ]) {
      expect(refusalOf(answer)).toEqual([403, "insufficient_scope"]);
      expect(answer.headers.get("www-authenticate")).toContain('scope="postern:tokens:write"');
    }
  });

  it.each([
    ["general access", { access: "general", scopes: [] }],
    ["an admin context", { scopes: ["postern:tokens:write"] }],
    ["a context that the caller has not", { scopes: ["labels"] }],
  ])("when a token would make one with %s (#425)", async (_what, changes) => {
    const { token } = await caller();
    const answer = await callApi(route, PATH, { method: "POST", token, body: input(changes) });
    expect(refusalOf(answer)).toEqual([403, "insufficient_scope"]);
    expect(answer.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
  });
});

it("405 with the methods that there are, whatever an override header says (#338)", async () => {
  const { token } = await caller();
  const headers = { "x-http-method-override": "GET" };
  const answer = await callApi(route, PATH, { method: "DELETE", token, headers });
  expect([...refusalOf(answer), answer.headers.get("allow")]).toEqual([405, "method_not_allowed", "GET, HEAD, POST"]);
});

describe("409", () => {
  it("for a submit that came before, with the way to what it made and without its secret", async () => {
    const { token } = await caller();
    const body = input({ submissionKey: randomUUID() });
    const first = await callApi<Token>(route, PATH, { method: "POST", token, body });
    const again = await callApi(route, PATH, { method: "POST", token, body });
    expect(refusalOf(again)).toEqual([409, "already_submitted"]);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(JSON.stringify(again.body)).not.toContain(first.body.secret);
  });
});

it("413 for a body above 64 kB, 415 for any type but JSON", async () => {
  const { token } = await caller();
  const large = input({ description: "x".repeat(70_000) });
  expect(refusalOf(await callApi(route, PATH, { method: "POST", token, body: large }))).toEqual([
    413,
    "body_too_large",
  ]);
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"]) {
    const headers = { "content-type": type };
    const answer = await callApi(route, PATH, { method: "POST", token, body: JSON.stringify(input()), headers });
    expect(refusalOf(answer)).toEqual([415, "unsupported_media_type"]);
  }
});

it("503 while the database does not answer, and never 401 (#344)", async () => {
  const { token } = await caller();
  const { pool } = opened();
  const query = pool.query;
  pool.query = (async () => {
    throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  }) as unknown as typeof query;
  const answer = await callApi(route, PATH, { token });
  pool.query = query;
  expect([...refusalOf(answer), answer.headers.get("retry-after")]).toEqual([503, "temporarily_unavailable", "2"]);
});
