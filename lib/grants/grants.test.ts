import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/context";
import { newId } from "@/lib/crypto/id";
import { after, days, minutes } from "@/lib/duration";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueRefresh, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { verifyCredential } from "@/lib/verify/verify";
import { listGrants } from "./list";
import { listOwnGrants, revokeOwnGrants } from "./own";
import { readGrant } from "./read";
import { restoreGrant } from "./restore";
import { revokeGrants } from "./revoke";

testDatabase();

const as = (actor: Actor, now = new Date()) => testContext({ actor, now });
const refusal = (name: string) => expect.objectContaining({ name });
const isActive = async (token: string) =>
  (await verifyCredential({ now: new Date() }, { scheme: "bearer", token })).active;

const apiToken = ({ company, user }: TestIssuer, scopes: string[]): Actor => ({
  kind: "token",
  tokenId: newId(),
  name: "Deploy",
  userId: user.id,
  companyId: company.id,
  role: "owner",
  scopes,
});

/** The standing access of a client that acts for itself. */
async function machine({ db, company, group }: TestIssuer, name = "Nightly") {
  const shared = { companyId: company.id, grantType: "client_credentials" };
  const client = await db.client.create({
    data: { ...shared, key: newId(), name: `${name} ${newId()}`, permissionGroupId: group.id },
  });
  const grant = await db.grant.create({ data: { ...shared, clientId: client.id, scopes: ["stock"] } });
  return { client, grant };
}

describe("the list of app authorizations", () => {
  it("tells client, person, contexts and use, the newest first, in pages", async () => {
    const issuer = await testIssuer();
    const { grant } = await issueAccess(issuer);
    const used = { lastAccessAt: new Date("2026-11-20T10:00:00.000Z"), useCount: 3n };
    await issuer.db.grant.update({
      where: { id: grant.id },
      data: { ...used, createdAt: after(new Date(), -days(1)) },
    });
    const { grant: newest } = await machine(issuer);
    const ctx = await as(issuer.actor);
    const first = await listGrants(ctx, { size: 1 });
    expect([first.total, first.items.map(({ id }) => id)]).toEqual([2, [newest.id]]);
    expect(first.items[0]).toMatchObject({ person: null, grantType: "client_credentials", status: "live" });
    const second = await listGrants(ctx, { size: 1, ...(first.next && { cursor: first.next }) });
    expect([second.next, second.items]).toEqual([
      null,
      [
        expect.objectContaining({
          id: grant.id,
          client: expect.objectContaining({ key: issuer.client.key, name: issuer.client.name, isDisabled: false }),
          person: { id: issuer.user.id, name: issuer.user.name, email: issuer.user.email },
          scopes: ["stock", "labels"],
          lastAccessAt: used.lastAccessAt,
          useCount: 3,
          revoked: null,
        }),
      ],
    ]);
  });

  it("finds by client or person, taking % and _ as what they are, and by state and client", async () => {
    const issuer = await testIssuer();
    const { client, grant } = await machine(issuer, "100%_sure");
    await issueAccess(issuer);
    const ctx = await as(issuer.actor);
    const found = async (input: Parameters<typeof listGrants>[1]) =>
      (await listGrants(ctx, input)).items.map(({ person }) => (person ? "person" : "machine"));
    expect(await found({ search: "100%_SURE" })).toEqual(["machine"]);
    expect(await found({ search: "SAMPLE per" })).toEqual(["person"]);
    expect(await found({ search: "%" })).toEqual(["machine"]);
    expect(await found({ search: "100_" })).toEqual([]);
    expect(await found({ clientId: client.id })).toEqual(["machine"]);
    await revokeGrants(ctx, { ids: [grant.id], reason: "Not needed" });
    expect(await found({})).toEqual(["person"]);
    expect(await found({ status: "revoked" })).toEqual(["machine"]);
    expect((await found({ status: "all" })).sort()).toEqual(["machine", "person"]);
    const [ended] = (await listGrants(ctx, { status: "revoked" })).items;
    expect(ended).toMatchObject({
      status: "revoked",
      revoked: { at: ctx.now, by: issuer.actor.name, reason: "Not needed" },
    });
    await expect(listGrants(ctx, { cursor: "nonsense" })).rejects.toThrow(refusal("invalid_cursor"));
  });

  it("is for owners, admins and tokens with the context", async () => {
    const issuer = await testIssuer();
    const { actor: member } = await testCompany({ role: "member" });
    await expect(listGrants(await as({ kind: "nobody" }), {})).rejects.toThrow(refusal("sign_in_required"));
    await expect(listGrants(await as(member), {})).rejects.toThrow(refusal("forbidden"));
    await expect(listGrants(await as(apiToken(issuer, [])), {})).rejects.toThrow(refusal("insufficient_scope"));
    expect((await listGrants(await as(apiToken(issuer, ["postern:grants:read"])), {})).total).toBe(0);
  });
});

describe("revoking", () => {
  it("ends every token of the grant at once (#162), and says so in the log", async () => {
    const issuer = await testIssuer();
    const { token, grant } = await issueAccess(issuer);
    const other = await testIssuer();
    const { token: others, grant: otherGrant } = await issueAccess(other);
    await issueRefresh(issuer);
    expect(await isActive(token)).toBe(true);
    const ctx = await as(issuer.actor);
    expect(await revokeGrants(ctx, { ids: [grant.id, otherGrant.id, newId()], reason: "Left" })).toEqual({
      revoked: 1,
    });
    expect([await isActive(token), await isActive(others)]).toEqual([false, true]);
    const row = await issuer.db.grant.findUniqueOrThrow({ where: { id: grant.id } });
    expect(row).toMatchObject({ revokedAt: ctx.now, revokedById: issuer.user.id, revokedReason: "Left" });
    const events = await issuer.db.auditEvent.findMany({ where: { action: "grant.revoked", targetId: grant.id } });
    expect(events).toMatchObject([
      { companyId: issuer.company.id, details: { personId: issuer.user.id, reason: "Left" } },
    ]);
  });

  it("counts and logs a grant once, however often it is asked for at once", async () => {
    const issuer = await testIssuer();
    const { grant } = await issueAccess(issuer);
    const ctx = await as(issuer.actor);
    const asked = Array.from({ length: 50 }, () => revokeGrants(ctx, { ids: [grant.id] }));
    const counts = (await Promise.all(asked)).map(({ revoked }) => revoked);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await issuer.db.auditEvent.count({ where: { companyId: issuer.company.id } })).toBe(1);
  });

  it("needs grants:write", async () => {
    const issuer = await testIssuer();
    const { grant } = await issueAccess(issuer);
    const reader = await as(apiToken(issuer, ["postern:grants:read"]));
    await expect(revokeGrants(reader, { ids: [grant.id] })).rejects.toThrow(refusal("insufficient_scope"));
    const writer = await as(apiToken(issuer, ["postern:grants:write"]));
    expect(await revokeGrants(writer, { ids: [grant.id] })).toEqual({ revoked: 1 });
  });
});

describe("two companies", () => {
  it("never see or touch each other's authorizations", async () => {
    const [ours, theirs] = [await testIssuer(), await testIssuer()];
    const { grant } = await issueAccess(theirs);
    const { grant: standing } = await machine(theirs);
    await theirs.db.grant.update({ where: { id: standing.id }, data: { revokedAt: new Date() } });
    const ctx = await as(ours.actor);
    expect(await listGrants(ctx, { status: "all" })).toMatchObject({ items: [], total: 0 });
    expect(await listGrants(ctx, { status: "all", clientId: theirs.client.id })).toMatchObject({ total: 0 });
    await expect(readGrant(ctx, { id: grant.id })).rejects.toThrow(refusal("not_found"));
    await expect(restoreGrant(ctx, { id: standing.id })).rejects.toThrow(refusal("not_found"));
    expect(await revokeGrants(ctx, { ids: [grant.id] })).toEqual({ revoked: 0 });
  });
});

it("one app authorization is told with its contexts in words", async () => {
  const issuer = await testIssuer();
  const { grant } = await issueAccess(issuer, { scopes: ["stock", "gone"] });
  const view = await readGrant(await as(issuer.actor), { id: grant.id });
  expect(view.scopes).toEqual(["stock", "gone"]);
  expect(view.described).toMatchObject([{ key: "stock", apiName: issuer.api.name, names: { ru: "x" } }]);
});

describe("restoring", () => {
  it("gives a client its standing access back as a new grant, once", async () => {
    const issuer = await testIssuer();
    const { client, grant } = await machine(issuer);
    const ctx = await as(issuer.actor);
    await expect(restoreGrant(ctx, { id: grant.id })).rejects.toThrow(refusal("already_exists"));
    await revokeGrants(ctx, { ids: [grant.id] });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => restoreGrant(ctx, { id: grant.id })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const live = await issuer.db.grant.findMany({ where: { clientId: client.id, revokedAt: null } });
    expect(live).toMatchObject([{ scopes: ["stock"], userId: null, createdById: issuer.user.id }]);
    expect(live[0]?.id).not.toBe(grant.id);
    const created = await issuer.db.auditEvent.findMany({
      where: { action: "grant.created", targetId: live[0]?.id ?? "" },
    });
    expect(created).toMatchObject([{ details: { restored: grant.id } }]);
  });

  it("is not for what a person allowed, nor for a client that is disabled", async () => {
    const issuer = await testIssuer();
    const { grant } = await issueAccess(issuer);
    const { client, grant: standing } = await machine(issuer);
    const ctx = await as(issuer.actor);
    await revokeGrants(ctx, { ids: [grant.id, standing.id] });
    await expect(restoreGrant(ctx, { id: grant.id })).rejects.toThrow(refusal("forbidden"));
    await issuer.db.client.update({ where: { id: client.id }, data: { disabledAt: new Date() } });
    await expect(restoreGrant(ctx, { id: standing.id })).rejects.toThrow(refusal("unknown_client"));
  });
});

describe("one's own apps", () => {
  it("are those that the person allowed, in every company, with what was taken back within a year", async () => {
    const [first, second] = [await testIssuer(), await testIssuer()];
    const member = { ...second, user: first.user };
    const { grant } = await issueAccess(first);
    const { grant: elsewhere } = await issueAccess(member);
    await issueAccess(second);
    const ctx = await as(first.actor);
    const ids = async (input: Parameters<typeof listOwnGrants>[1]) =>
      (await listOwnGrants(ctx, input)).items.map(({ id }) => id).sort();
    expect(await ids({})).toEqual([grant.id, elsewhere.id].sort());
    const { items } = await listOwnGrants(ctx, {});
    expect(items.find(({ id }) => id === elsewhere.id)).toMatchObject({
      company: { name: second.company.name },
      described: [{ key: "labels" }, { key: "stock" }],
    });
    expect(await revokeOwnGrants(ctx, { ids: [grant.id, elsewhere.id] })).toEqual({ revoked: 2 });
    expect(await ids({ status: "all" })).toEqual([grant.id, elsewhere.id].sort());
    const long = after(ctx.now, -days(365) - minutes(1));
    await first.db.grant.update({ where: { id: grant.id }, data: { revokedAt: long } });
    expect(await ids({ status: "all" })).toEqual([elsewhere.id]);
    const [event] = await first.db.auditEvent.findMany({ where: { targetId: elsewhere.id } });
    expect(event).toMatchObject({ companyId: second.company.id, actorId: first.user.id });
  });

  it("are nobody else's to take back, and nothing that a token has", async () => {
    const issuer = await testIssuer();
    const { token, grant } = await issueAccess(issuer);
    const { actor: stranger } = await testCompany();
    expect(await revokeOwnGrants(await as(stranger), { ids: [grant.id] })).toEqual({ revoked: 0 });
    expect(await isActive(token)).toBe(true);
    for (const actor of [apiToken(issuer, ["postern:grants:write"]), { kind: "nobody" } as const]) {
      await expect(listOwnGrants(await as(actor), {})).rejects.toThrow(refusal("sign_in_required"));
      await expect(revokeOwnGrants(await as(actor), { ids: [grant.id] })).rejects.toThrow(refusal("sign_in_required"));
    }
  });
});
