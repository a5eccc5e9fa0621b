import { beforeEach, describe, expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { testDatabase } from "@/lib/testing/database";
import { bindAccess, dpopKey } from "@/lib/testing/dpop";
import {
  issueAccess,
  issueLegacy,
  issuePersonal,
  issueRefresh,
  type TestIssuer,
  testIssuer,
} from "@/lib/testing/issued";
import {
  codeClient,
  formRequest,
  issueCode,
  machineClient,
  outcomeOf,
  ownClient,
  type TestClient,
} from "@/lib/testing/oauth";
import { POST as token } from "../token/route";
import { GET, POST } from "./route";

const opened = testDatabase();

let issuer: TestIssuer;
let api: TestClient;
beforeEach(async () => {
  issuer = await testIssuer();
  api = await machineClient(issuer, { isApi: true });
});

type Fields = Parameters<typeof formRequest>[1];
const PATH = "/oauth/introspect";
const call = (client: TestClient | null, fields: Fields) => POST(formRequest(PATH, fields, client));
const seen = async (client: TestClient, token: string, more: Fields = {}) => {
  const response = await call(client, { token, ...more });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
};
const INACTIVE = { active: false };

describe("200, active", () => {
  it("tells the key that a token is bound to, so that the API can check the proof (#273)", async () => {
    const { token, id } = await issueAccess(issuer);
    expect(await seen(api, token)).not.toHaveProperty("cnf");
    const key = await dpopKey();
    await bindAccess(issuer, id, key);
    expect(await seen(api, token)).toMatchObject({ active: true, token_type: "DPoP", cnf: { jkt: key.jkt } });
  });

  it("tells the API of its own contexts alone (#261, #275)", async () => {
    const { token, id } = await issueAccess(issuer, {
      scopes: ["stock", "labels", "open:read"],
      audience: [issuer.audience, openAudience()],
    });
    const response = await call(api, { token });
    expect(["content-type", "cache-control"].map((name) => response.headers.get(name))).toEqual([
      "application/json",
      "no-store",
    ]);
    const body = (await response.json()) as { exp: number; iat: number };
    expect(body).toEqual({
      active: true,
      scope: "stock labels",
      client_id: issuer.client.key,
      username: "Sample Person",
      token_type: "Bearer",
      exp: expect.any(Number),
      iat: expect.any(Number),
      sub: issuer.user.id,
      aud: issuer.audience,
      iss: "http://localhost:3000",
      jti: id,
    });
    expect(body.exp - body.iat).toBe(3600);
  });

  it("counts as a use of the authorization when the API asks, and not when the client does", async () => {
    const { token, grant } = await issueAccess(issuer);
    await seen(ownClient(issuer), token);
    await seen(api, token);
    const { drained } = await import("@/lib/later");
    await drained();
    expect(await issuer.db.grant.findUnique({ where: { id: grant.id } })).toMatchObject({ useCount: 1n });
  });

  it("tells the client of its own token all of it", async () => {
    const { token } = await issueAccess(issuer, {
      scopes: ["stock", "open:read"],
      audience: [issuer.audience, openAudience()],
    });
    expect(await seen(ownClient(issuer), token)).toMatchObject({
      active: true,
      scope: "stock open:read",
      aud: [issuer.audience, openAudience()],
    });
  });

  it("names the client as subject where no person stands behind (#175)", async () => {
    const { access_token } = (await (
      await token(formRequest("/oauth/token", { grant_type: "client_credentials", scope: "stock" }, api))
    ).json()) as { access_token: string };
    const body = await seen(api, access_token);
    expect(body).toMatchObject({ active: true, sub: api.key, client_id: api.key });
    expect(body).not.toHaveProperty("username");
  });

  it("tells the API of a personal token, and of no end where there is none", async () => {
    const { token, id } = await issuePersonal(issuer);
    const body = await seen(api, token);
    expect(body).toMatchObject({ active: true, sub: issuer.user.id, aud: issuer.audience, jti: id });
    expect(String(body.scope).split(" ").sort()).toEqual(["labels", "stock"]);
    for (const name of ["client_id", "exp"]) expect(body).not.toHaveProperty(name);
  });

  it("tells a client of its own refresh token, whatever the hint (#267, #268)", async () => {
    const { token } = await issueRefresh(issuer);
    for (const token_type_hint of ["refresh_token", "access_token", "nonsense"])
      expect(await seen(ownClient(issuer), token, { token_type_hint })).toMatchObject({
        active: true,
        scope: "stock",
        client_id: issuer.client.key,
        sub: issuer.user.id,
      });
  });
});

describe("200, inactive and nothing else", () => {
  it("for a token of another audience, client or company (#265, #267)", async () => {
    const elsewhere = await issueAccess(issuer, { scopes: ["open:read"], audience: [openAudience()] });
    const refresh = await issueRefresh(issuer);
    const mine = await issueAccess(issuer);
    const other = await testIssuer();
    const [stranger, otherApi] = [await codeClient(issuer), await machineClient(other, { isApi: true })];
    for (const [client, one] of [
      [api, elsewhere.token],
      [api, refresh.token],
      [stranger, refresh.token],
      [stranger, mine.token],
      [otherApi, mine.token],
      [otherApi, (await issuePersonal(issuer)).token],
      [stranger, (await issuePersonal(issuer)).token],
    ] as const)
      expect(await seen(client, one)).toEqual(INACTIVE);
  });

  it("for what is unknown, changed, or no token (#262, #274, #276)", async () => {
    const { token: good } = await issueAccess(issuer);
    const legacy = await issueLegacy(issuer);
    const { code } = await issueCode(issuer);
    for (const one of [
      "garbage",
      good.slice(0, 40),
      `${good}0`,
      good.toLowerCase(),
      legacy.secret,
      code,
      issuer.clientSecret,
    ])
      expect(await seen(api, one)).toEqual(INACTIVE);
  });

  type End = [string, (ids: { id: string; grant: string; family: string }) => Promise<unknown>];
  const now = () => ({ revokedAt: new Date() });
  const ends: End[] = [
    ["it expired", ({ id }) => issuer.db.accessToken.update({ where: { id }, data: { expiresAt: new Date() } })],
    ["it is revoked", ({ id }) => issuer.db.accessToken.update({ where: { id }, data: now() })],
    ["its family is revoked", ({ family: id }) => issuer.db.tokenFamily.update({ where: { id }, data: now() })],
    ["its grant is revoked", ({ grant: id }) => issuer.db.grant.update({ where: { id }, data: now() })],
    [
      "its client is disabled",
      () => issuer.db.client.update({ where: { id: issuer.client.id }, data: { disabledAt: new Date() } }),
    ],
    [
      "its person is disabled",
      () => issuer.db.user.update({ where: { id: issuer.user.id }, data: { disabledAt: new Date() } }),
    ],
    ["its person left", () => issuer.db.membership.deleteMany({ where: { userId: issuer.user.id } })],
  ];
  it.each(ends)("at once when %s (#272)", async (_case, end) => {
    const { token, id, grant, family } = await issueAccess(issuer);
    expect(await seen(api, token)).toMatchObject({ active: true });
    await end({ id, grant: grant.id, family: family.id });
    expect(await seen(api, token)).toEqual(INACTIVE);
  });

  it.each(["usedAt", "expiresAt"])("for a refresh token whose %s has come", async (column) => {
    const { token, family } = await issueRefresh(issuer);
    await issuer.db.refreshToken.updateMany({ where: { familyId: family.id }, data: { [column]: new Date() } });
    expect(await seen(ownClient(issuer), token)).toEqual(INACTIVE);
  });

  it.each(ends.slice(2).filter(([name]) => name !== "its client is disabled"))(
    "for a refresh token when %s",
    async (_case, end) => {
      const { token, grant, family } = await issueRefresh(issuer);
      await end({ id: "", grant: grant.id, family: family.id });
      expect(await seen(ownClient(issuer), token)).toEqual(INACTIVE);
    },
  );
});

describe("400, 401, 405, 503", () => {
  it("asks for a token (#269), by POST (#270)", async () => {
    expect(await outcomeOf(await call(api, {}))).toEqual([400, "invalid_request"]);
    const get = await GET(new Request(`http://localhost:3000${PATH}?token=x`));
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("answers nobody who did not prove who asks, nor a public client (#263, #264, #266)", async () => {
    const { token } = await issueAccess(issuer);
    const bearer = formRequest(PATH, { token });
    bearer.headers.set("authorization", `Bearer ${token}`);
    const asked = [
      call(null, { token }),
      call({ ...api, secret: "wrong" }, { token }),
      call(await codeClient(issuer, { isPublic: true }), { token }),
      POST(bearer),
    ];
    for (const response of await Promise.all(asked)) {
      expect(response.headers.get("www-authenticate")).toMatch(/^Basic/);
      expect(await outcomeOf(response)).toEqual([401, "invalid_client"]);
    }
  });

  it("never makes an answer up while the database is not there", async () => {
    const { token } = await issueAccess(issuer);
    const { pool } = opened();
    const query = pool.query;
    pool.query = (async () => {
      throw Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    }) as unknown as typeof query;
    const response = await call(api, { token });
    pool.query = query;
    expect(response.status).toBe(503);
  });
});
