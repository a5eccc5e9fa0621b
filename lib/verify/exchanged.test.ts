import { decodeJwt } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { POST as introspect } from "@/app/oauth/introspect/route";
import { POST as revoke } from "@/app/oauth/revoke/route";
import { hashOf } from "@/lib/crypto/hash";
import { after, minutes, seconds } from "@/lib/duration";
import { settled, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { exchanged, exchanger, verdictOf } from "@/lib/testing/exchange";
import { signedByUs } from "@/lib/testing/forged";
import { issueAccess, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { codeClient, formRequest, ownClient, type TestClient } from "@/lib/testing/oauth";
import { adminActor } from "./admin-actor";
import { requireCredential } from "./require";

testDatabase();

let issuer: TestIssuer;
let service: Awaited<ReturnType<typeof exchanger>>;
beforeEach(async () => {
  issuer = await testIssuer();
  service = await exchanger(issuer);
});

const ofPersonal = async (options?: Parameters<typeof issuePersonal>[1]) => {
  const parent = await issuePersonal(issuer, options);
  return { parent, token: (await exchanged(service, parent.token, { resource: issuer.audience })).access_token };
};
const ofAccess = async () => {
  const parent = await issueAccess(issuer);
  return { parent, token: (await exchanged(service, parent.token, { resource: issuer.audience })).access_token };
};
const scopesOf = async (token: string) => {
  const verdict = await verdictOf(token);
  return verdict.active ? verdict.scopes.map(({ key }) => key).sort() : verdict.reason;
};

describe("an exchanged token", () => {
  it("acts for its parent's subject, and is its client's", async () => {
    const { token } = await ofAccess();
    expect(await verdictOf(token)).toMatchObject({
      active: true,
      kind: "exchanged",
      tokenId: decodeJwt(token).jti,
      company: { id: issuer.company.id },
      subject: { kind: "person", id: issuer.user.id },
      client: { id: service.id },
      maker: null,
      audience: [issuer.audience],
      dpopJkt: null,
    });
  });

  it("ends after five minutes, to the second", async () => {
    const { token } = await ofAccess();
    const { exp = 0 } = decodeJwt(token);
    expect(await verdictOf(token, new Date(exp * 1000 - 1))).toMatchObject({ active: true });
    expect(await verdictOf(token, new Date(exp * 1000))).toMatchObject({ active: false, reason: "expired" });
    expect(exp * 1000 - Date.now()).toBeLessThanOrEqual(minutes(5));
  });

  it("is nothing without its row, however rightly it is signed", async () => {
    const at = Math.floor(Date.now() / 1000);
    const forged = await signedByUs({ iat: at, exp: at + 300, sub: issuer.user.id, act: { sub: service.key } });
    expect(await verdictOf(forged)).toEqual({ active: false, reason: "unknown" });
    const { token } = await ofAccess();
    await issuer.db.exchangedToken.delete({ where: { tokenHash: hashOf(token) } });
    expect(await verdictOf(token)).toEqual({ active: false, reason: "unknown" });
  });

  it("keeps only the hash of itself and of its parent", async () => {
    const { parent, token } = await ofPersonal();
    const row = await issuer.db.exchangedToken.findUniqueOrThrow({
      where: { tokenHash: hashOf(token) },
      omit: { tokenHash: false, parentHash: false },
    });
    expect(Buffer.from(row.parentHash).equals(hashOf(parent.token))).toBe(true);
    expect(row).toMatchObject({ parentKind: "personal", clientId: service.id, revokedAt: null });
  });
});

describe("what ends its parent ends it at once (#204):", () => {
  const now = new Date();
  it.each<[string, string, (ids: Record<"grant" | "family" | "token", string>) => unknown]>([
    [
      "the authorization is taken back",
      "revoked",
      ({ grant }) => issuer.db.grant.update({ where: { id: grant }, data: { revokedAt: now } }),
    ],
    [
      "the chain is replayed",
      "revoked",
      ({ family }) => issuer.db.tokenFamily.update({ where: { id: family }, data: { revokedAt: now } }),
    ],
    [
      "the access token is revoked",
      "revoked",
      ({ token }) => issuer.db.accessToken.update({ where: { id: token }, data: { revokedAt: now } }),
    ],
    [
      "the authorization is over",
      "expired",
      ({ grant }) => issuer.db.grant.update({ where: { id: grant }, data: { expiresAt: after(now, -seconds(1)) } }),
    ],
    ["the person left", "person_left", () => issuer.db.membership.deleteMany({ where: { userId: issuer.user.id } })],
    [
      "the person is disabled",
      "person_disabled",
      () => issuer.db.user.update({ where: { id: issuer.user.id }, data: { disabledAt: now } }),
    ],
    [
      "the client of the access token is disabled",
      "client_disabled",
      () => issuer.db.client.update({ where: { id: issuer.client.id }, data: { disabledAt: now } }),
    ],
  ])("%s", async (_name, reason, change) => {
    const { parent, token } = await ofAccess();
    await change({ grant: parent.grant.id, family: parent.family.id, token: parent.id });
    expect(await verdictOf(token)).toEqual({ active: false, reason });
  });

  it.each<[string, string, (id: string) => unknown]>([
    [
      "the personal token is revoked",
      "revoked",
      (id) => issuer.db.personalToken.update({ where: { id }, data: { revokedAt: now } }),
    ],
    [
      "its maker is a member now",
      "role_lost",
      () => issuer.db.membership.updateMany({ where: { userId: issuer.user.id }, data: { role: "member" } }),
    ],
    ["its maker left", "person_left", () => issuer.db.membership.deleteMany({ where: { userId: issuer.user.id } })],
  ])("%s", async (_name, reason, change) => {
    const { parent, token } = await ofPersonal();
    await change(parent.id);
    expect(await verdictOf(token)).toEqual({ active: false, reason });
  });
});

describe("its own client ends it too:", () => {
  it.each<[string, string, () => unknown]>([
    [
      "it is disabled",
      "client_disabled",
      () => issuer.db.client.update({ where: { id: service.id }, data: { disabledAt: new Date() } }),
    ],
    [
      "it is removed",
      "client_disabled",
      () => issuer.db.client.update({ where: { id: service.id }, data: { removedAt: new Date() } }),
    ],
    [
      "its access is withdrawn",
      "revoked",
      () => issuer.db.grant.update({ where: { id: service.grant.id }, data: { revokedAt: new Date() } }),
    ],
  ])("%s", async (_name, reason, change) => {
    const { token } = await ofPersonal();
    await change();
    expect(await verdictOf(token)).toEqual({ active: false, reason });
  });

  it("by revoking it, and no other client can", async () => {
    const { token, parent } = await ofAccess();
    await revoke(formRequest("/oauth/revoke", { token }, ownClient(issuer)));
    expect(await verdictOf(token)).toMatchObject({ active: true });
    await revoke(formRequest("/oauth/revoke", { token }, service));
    expect(await verdictOf(token)).toEqual({ active: false, reason: "revoked" });
    expect(await verdictOf(parent.token)).toMatchObject({ active: true });
    const event = { companyId: issuer.company.id, action: "access_token.revoked", actorId: service.id };
    expect(await issuer.db.auditEvent.count({ where: event })).toBe(1);
  });
});

describe("it may do what both may at this moment (#201):", () => {
  it("less when the parent's person takes a context back", async () => {
    const { parent, token } = await ofAccess();
    expect(await scopesOf(token)).toEqual(["labels", "stock"]);
    await issuer.db.grant.update({ where: { id: parent.grant.id }, data: { scopes: ["stock"] } });
    expect(await scopesOf(token)).toEqual(["stock"]);
  });

  it("less when the client's group shrinks, or a module is switched off", async () => {
    const { token } = await ofPersonal();
    const stock = await issuer.db.scope.findFirstOrThrow({ where: { apiId: issuer.api.id, key: "stock" } });
    await issuer.db.permissionGroupScope.deleteMany({ where: { groupId: issuer.group.id, scopeId: stock.id } });
    expect(await scopesOf(token)).toEqual(["labels"]);
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    expect(await scopesOf(token)).toEqual([]);
  });

  it("never more than it was made with", async () => {
    const { parent, token } = await ofPersonal({ scopes: ["stock"] });
    await issuer.db.personalToken.update({ where: { id: parent.id }, data: { access: "general", scopes: [] } });
    expect(await scopesOf(token)).toEqual(["stock"]);
  });
});

describe("at a door", () => {
  const call = (token: string) =>
    new Request("http://localhost:3000/", { headers: { authorization: `Bearer ${token}` } });

  it("its use is counted as its parent's", async () => {
    const [one, two] = [await ofPersonal(), await ofAccess()];
    const ctx = await testContext();
    for (const { token } of [one, two]) await requireCredential(ctx, call(token), { audience: issuer.audience });
    await settled();
    expect(await issuer.db.personalToken.findUnique({ where: { id: one.parent.id } })).toMatchObject({ useCount: 1n });
    expect(await issuer.db.grant.findUnique({ where: { id: two.parent.grant.id } })).toMatchObject({ useCount: 1n });
  });

  it("it opens one API alone, and never the admin API", async () => {
    const { token } = await ofPersonal();
    const ctx = await testContext();
    const elsewhere = requireCredential(ctx, call(token), { audience: "https://other.example" });
    await expect(elsewhere).rejects.toMatchObject({ name: "invalid_token" });
    await expect(adminActor(ctx, call(token))).rejects.toMatchObject({ name: "invalid_token" });
  });

  it("its client and its API are told what it is, and nobody else", async () => {
    const { token } = await ofPersonal();
    const about = async (asker: TestClient) =>
      (await introspect(formRequest("/oauth/introspect", { token }, asker))).json();
    expect(await about(service)).toMatchObject({
      active: true,
      sub: issuer.user.id,
      client_id: service.key,
      act: { sub: service.key },
      aud: issuer.audience,
    });
    expect(await about(await codeClient(issuer, { isApi: true }))).toMatchObject({
      active: true,
      act: { sub: service.key },
    });
    expect(await about(await codeClient(issuer))).toEqual({ active: false });
  });
});
