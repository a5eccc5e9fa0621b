import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DEVICE_CODE, TOKEN_EXCHANGE } from "@/lib/apis/grant-types";
import { callApi, type Refused, refusalOf } from "@/lib/testing/api";
import { keyPair } from "@/lib/testing/assertion";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { verifyCredential } from "@/lib/verify/verify";
import * as groups from "../permission-groups/route";
import * as approve from "./[id]/approve/route";
import * as disable from "./[id]/disable/route";
import * as enable from "./[id]/enable/route";
import * as one from "./[id]/route";
import * as secret from "./[id]/secrets/[secretId]/route";
import * as secrets from "./[id]/secrets/route";
import * as verification from "./[id]/verification/route";
import * as route from "./route";

testDatabase();

const PATH = "/api/v1/clients";

async function caller(scopes = ["postern:clients:read", "postern:clients:write"]) {
  const issuer = await testIssuer();
  return { issuer, token: (await issuePersonal(issuer, { scopes })).token };
}

const input = ({ group }: TestIssuer, changes: Record<string, unknown> = {}) => ({
  name: "Partner",
  grantType: "client_credentials",
  permissionGroupId: group.id,
  ...changes,
});

type Made = { id: string; key: string; secret: string };
type Client = { id: string; version: number; name: string; status: string; secrets: { id: string; state: string }[] };
type Page = { items: Client[]; total: number };

describe("an OAuth user", () => {
  it("is made, read, changed, disabled, enabled and removed", async () => {
    const { issuer, token } = await caller();
    const made = await callApi<Made>(route, PATH, { method: "POST", token, body: input(issuer) });
    expect([made.status, made.headers.get("location")]).toEqual([201, `http://localhost:3000${PATH}/${made.body.id}`]);
    const path = `${PATH}/${made.body.id}`;
    const read = await callApi<Client>(one, path, { token });
    expect(read.body).toMatchObject({ name: "Partner", status: "active", liveAuthorizations: 1, liveSecrets: 1 });
    expect(JSON.stringify(read.body)).not.toContain(made.body.secret);
    const body = { version: read.body.version, name: "Partner 2" };
    expect((await callApi<Client>(one, path, { method: "PATCH", token, body })).body.version).toBe(body.version + 1);
    expect(refusalOf(await callApi(one, path, { method: "PATCH", token, body }))).toEqual([409, "changed_meanwhile"]);
    const status = async () => (await callApi<Client>(one, path, { token })).body.status;
    expect((await callApi(disable, `${path}/disable`, { method: "POST", token })).status).toBe(204);
    expect(await status()).toBe("disabled");
    expect((await callApi(enable, `${path}/enable`, { method: "POST", token })).status).toBe(204);
    expect(await status()).toBe("active");
    expect((await callApi(one, path, { method: "DELETE", token })).status).toBe(204);
    expect(await status()).toBe("removed");
    const listed = async (query: string) =>
      (await callApi<Page>(route, `${PATH}${query}`, { token })).body.items.map(({ id }) => id);
    expect(await listed("")).toEqual([issuer.client.id]);
    expect(await listed("?status=removed")).toEqual([made.body.id]);
  });

  it("changes its secret without a gap", async () => {
    const { issuer, token } = await caller();
    const path = `${PATH}/${issuer.client.id}/secrets`;
    const added = await callApi<Made>(secrets, path, { method: "POST", token, body: { olderEnds: "24h" } });
    expect([added.status, added.body.secret.startsWith("pst_cs_")]).toEqual([201, true]);
    expect(refusalOf(await callApi(secrets, path, { method: "POST", token, body: {} }))).toEqual([
      409,
      "too_many_secrets",
    ]);
    const { body } = await callApi<Client>(one, `${PATH}/${issuer.client.id}`, { token });
    const older = body.secrets.find(({ id }) => id !== added.body.id);
    expect(older?.state).toBe("ending");
    const revoke = (id = "") => callApi(secret, `${path}/${id}`, { method: "DELETE", token });
    expect((await revoke(older?.id)).status).toBe(204);
    expect(refusalOf(await revoke(added.body.id))).toEqual([409, "last_secret"]);
    expect(refusalOf(await revoke(randomUUID()))).toEqual([404, "not_found"]);
  });

  it("has keys of its own, more grant types, and a mark, as they were sent (RFC 7523)", async () => {
    const { issuer, token } = await caller();
    const { jwk } = await keyPair();
    const settings = {
      authMethod: "private_key_jwt",
      jwks: { keys: [jwk] },
      additionalGrantTypes: [DEVICE_CODE, TOKEN_EXCHANGE],
      requiresDpop: true,
      optionalScopes: ["stock"],
      postLogoutRedirectUris: ["https://client.example/out"],
      idTokenAlgorithm: "EdDSA",
    };
    const body = input(issuer, { grantType: "authorization_code", redirectUris: [], ...settings });
    const made = await callApi<Made>(route, PATH, { method: "POST", token, body });
    expect([made.status, made.body.secret]).toEqual([201, null]);
    const path = `${PATH}/${made.body.id}`;
    const read = async () => (await callApi<Client>(one, path, { token })).body;
    expect(await read()).toMatchObject({ ...settings, origin: "console", isVerified: false, awaitsApproval: false });
    const changes = { version: 1, authMethod: "client_secret", requiresDpop: false, idTokenAlgorithm: "RS256" };
    expect((await callApi(one, path, { method: "PATCH", token, body: changes })).status).toBe(200);
    expect(await read()).toMatchObject({ authMethod: "client_secret", jwks: null, requiresDpop: false, secrets: [] });
    expect((await callApi(verification, `${path}/verification`, { method: "PUT", token })).status).toBe(204);
    expect(await read()).toMatchObject({ isVerified: true, verifiedBy: { id: issuer.user.id } });
    expect((await callApi(verification, `${path}/verification`, { method: "DELETE", token })).status).toBe(204);
    expect((await callApi(approve, `${path}/approve`, { method: "POST", token })).status).toBe(204);
    expect(await read()).toMatchObject({ isVerified: false });
  });

  it("tells of each secret who used it last, and closes one that is quiet", async () => {
    const { issuer, token } = await caller();
    const path = `${PATH}/${issuer.client.id}`;
    const read = async () => (await callApi<Client>(one, path, { token })).body.secrets;
    const lastUsed = { lastUsedIp: "192.0.2.1", lastUsedAgent: "nightly-job/2", useCount: 3n, lastUsedAt: new Date() };
    await issuer.db.clientSecret.updateMany({ where: { clientId: issuer.client.id }, data: lastUsed });
    const [before] = await read();
    expect(before).toMatchObject({
      lastUsedIp: "192.0.2.1",
      lastUsedAgent: "nightly-job/2",
      useCount: 3,
      quietUntil: null,
    });
    const change = (body: object) => callApi(secret, `${path}/secrets/${before?.id}`, { method: "PATCH", token, body });
    expect((await change({ closesAfterQuietDays: 30 })).status).toBe(204);
    expect(await read()).toMatchObject([{ closesAfterQuietDays: 30, quietUntil: expect.any(String) }]);
    expect((await change({ closesAfterQuietDays: 91 })).status).toBe(400);
    expect((await change({})).status).toBe(400);
    expect((await change({ closesAfterQuietDays: null })).status).toBe(204);
    expect(await read()).toMatchObject([{ closesAfterQuietDays: null }]);
  });

  it("that is removed takes its tokens with it, at once", async () => {
    const { issuer, token } = await caller();
    const access = await issueAccess(issuer);
    expect((await callApi(one, `${PATH}/${issuer.client.id}`, { method: "DELETE", token })).status).toBe(204);
    const verdict = await verifyCredential({ now: new Date() }, { scheme: "bearer", token: access.token });
    expect(verdict.active).toBe(false);
  });
});

it("lists the permission groups with what they allow, for the body of a new one", async () => {
  const { issuer, token } = await caller();
  const { body } = await callApi<{ items: unknown[] }>(groups, "/api/v1/permission-groups", { token });
  expect(body.items).toEqual([
    { id: issuer.group.id, name: issuer.group.name, scopes: expect.arrayContaining(["stock", "labels"]) },
  ]);
});

describe("400", () => {
  it.each([
    ["no grant type", { grantType: undefined }, "grantType"],
    ["no name", { name: " " }, "name"],
    ["no callback URL", { grantType: "authorization_code" }, "redirectUris"],
    ["javascript: as an address", { siteUrl: "javascript:alert(1)" }, "siteUrl"],
    ["a group that is no id", { permissionGroupId: "x" }, "permissionGroupId"],
  ])("for %s", async (_what, changes, field) => {
    const { issuer, token } = await caller();
    const answer = await callApi<Refused>(route, PATH, { method: "POST", token, body: input(issuer, changes) });
    expect([answer.status, Object.keys(answer.body.error.fields ?? {})]).toEqual([400, [field]]);
  });

  it("for the permission group of another company (#399)", async () => {
    const { issuer, token } = await caller();
    const { group } = await testIssuer();
    const body = input(issuer, { permissionGroupId: group.id });
    const answer = await callApi<Refused>(route, PATH, { method: "POST", token, body });
    expect([answer.status, answer.body.error.fields]).toEqual([400, { permissionGroupId: { code: "notOffered" } }]);
  });
});

describe("404", () => {
  it("for another company's OAuth user, whatever is asked of it (#399)", async () => {
    const { token } = await caller();
    const { client } = await testIssuer();
    const path = `${PATH}/${client.id}`;
    const answers = [
      await callApi(one, path, { token }),
      await callApi(one, path, { method: "PATCH", token, body: { version: 1, name: "x" } }),
      await callApi(one, path, { method: "DELETE", token }),
      await callApi(disable, `${path}/disable`, { method: "POST", token }),
      await callApi(enable, `${path}/enable`, { method: "POST", token }),
      await callApi(secrets, `${path}/secrets`, { method: "POST", token, body: {} }),
      await callApi(secret, `${path}/secrets/${randomUUID()}`, { method: "DELETE", token }),
    ];
    for (const answer of answers) expect(refusalOf(answer)).toEqual([404, "not_found"]);
  });
});

it("409 for a name that another one has, and for a submit that came before", async () => {
  const { issuer, token } = await caller();
  const body = input(issuer, { submissionKey: randomUUID() });
  const first = await callApi<Made>(route, PATH, { method: "POST", token, body });
  const again = await callApi(route, PATH, { method: "POST", token, body });
  expect(refusalOf(again)).toEqual([409, "already_submitted"]);
  expect(again.headers.get("location")).toBe(first.headers.get("location"));
  expect(refusalOf(await callApi(route, PATH, { method: "POST", token, body: input(issuer) }))).toEqual([
    409,
    "name_taken",
  ]);
});
