import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Context, Role } from "@/lib/context";
import { after, days, minutes } from "@/lib/duration";
import { actorOfHandle } from "@/lib/session/actor";
import { signIn } from "@/lib/session/sign-in";
import { PASSWORD, testAccount, testSession } from "@/lib/testing/account";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issuePersonal, testIssuer } from "@/lib/testing/issued";
import { verifyCredential } from "@/lib/verify/verify";
import { addPerson } from "./add";
import { changeRole } from "./change-role";
import { disablePerson } from "./disable";
import { enablePerson } from "./enable";
import { endSessionsOf } from "./end-sessions";
import { invite } from "./invite";
import { listPeople } from "./list";
import { readPerson } from "./read";

const database = testDatabase();

const someone = (role: Role = "member") => ({ name: "New Person", email: `${randomUUID()}@example.com`, role });

/** A company with its owner at work, and one more person who has a password. */
async function testTeam(role: Role = "member") {
  const { db } = await testAccount();
  const { company, actor } = await testCompany();
  const ctx = await testContext({ actor });
  const { user, email } = await testAccount();
  await db.membership.deleteMany({ where: { userId: user.id } });
  await db.membership.create({ data: { userId: user.id, companyId: company.id, role } });
  return { db, company, ctx, owner: actor, userId: user.id, email };
}

const actionsOf = async (companyId: string): Promise<string[]> => {
  const events = await database().prisma.auditEvent.findMany({ where: { companyId }, orderBy: { id: "asc" } });
  return events.map(({ action }) => action).filter((action) => action !== "person.signed_in");
};

describe("adding", () => {
  it("makes an account, a membership and one link for somebody new", async () => {
    const { ctx, company, db } = await testTeam();
    const person = someone("admin");
    const { userId, invitation } = await addPerson(ctx, person);
    expect(invitation?.expiresAt).toEqual(after(ctx.now, days(7)));
    expect(String(invitation?.token)).toBe("[secret]");
    const membership = { userId, companyId: company.id, role: "admin" };
    expect(await db.membership.count({ where: membership })).toBe(1);
    expect((await listPeople(ctx, { search: person.email })).items).toMatchObject([
      { userId, name: "New Person", email: person.email, role: "admin", state: "invited", lastSignInAt: null },
    ]);
    expect(await actionsOf(company.id)).toEqual(["person.created"]);
  });

  it("gives somebody with an account a membership, and no link to that account", async () => {
    const { ctx, company, db } = await testTeam();
    const other = await testAccount({ name: "Other" });
    const added = await addPerson(ctx, { name: "Another Name", email: other.email, role: "member" });
    expect(added).toEqual({ userId: other.user.id, invitation: null });
    expect(await db.membership.count({ where: { userId: other.user.id, companyId: company.id } })).toBe(1);
    expect((await db.user.findUniqueOrThrow({ where: { id: other.user.id } })).name).toBe(other.user.name);
    await signIn(await testContext(), { email: other.email, password: PASSWORD });
  });

  it("gives no link to somebody whom another company invited", async () => {
    const first = await testTeam();
    const second = await testTeam();
    const person = someone();
    await addPerson(first.ctx, person);
    expect((await addPerson(second.ctx, person)).invitation).toBeNull();
  });

  it("refuses whoever is in the company already", async () => {
    const { ctx, email } = await testTeam();
    const refusal = { name: "already_exists", fields: { email: { code: "emailTaken" } } };
    await expect(addPerson(ctx, { ...someone(), email })).rejects.toMatchObject(refusal);
  });

  it("refuses an account that is disabled", async () => {
    const { ctx } = await testTeam();
    const { user, email, db } = await testAccount();
    await db.user.update({ where: { id: user.id }, data: { disabledAt: new Date() } });
    await expect(addPerson(ctx, { ...someone(), email })).rejects.toThrow("forbidden");
  });
});

type Change = (ctx: Context, userId: string) => Promise<unknown>;
const CHANGES: [string, Change][] = [
  ["another role", (ctx, userId) => changeRole(ctx, { userId, role: "admin" })],
  ["being disabled", (ctx, userId) => disablePerson(ctx, { userId })],
  ["being enabled", (ctx, userId) => enablePerson(ctx, { userId })],
  ["a new link", (ctx, userId) => invite(ctx, { userId })],
  ["the end of sessions", (ctx, userId) => endSessionsOf(ctx, { userId })],
];

describe.each(CHANGES)("%s", (_what, change) => {
  it("is an owner's to give, with a recent password, and never to oneself (#405)", async () => {
    const { ctx, company, owner, userId } = await testTeam();
    const as = (role: Role): Context => ({
      ...ctx,
      actor: { ...owner, membership: { companyId: company.id, companyName: company.name, role } },
    });
    await expect(change(as("admin"), userId)).rejects.toThrow("forbidden");
    await expect(change(as("member"), userId)).rejects.toThrow("forbidden");
    await expect(change({ ...ctx, actor: { kind: "nobody" } }, userId)).rejects.toThrow("sign_in_required");
    await expect(change({ ...ctx, now: after(ctx.now, minutes(11)) }, userId)).rejects.toThrow(
      "fresh_sign_in_required",
    );
    await expect(change(ctx, owner.userId)).rejects.toThrow("forbidden");
    await expect(change(ctx, userId)).resolves.not.toThrow();
  });

  it("does not reach another company's people (#399)", async () => {
    const { ctx } = await testTeam();
    const other = await testTeam();
    await expect(change(ctx, other.userId)).rejects.toThrow("not_found");
    await expect(change(ctx, randomUUID())).rejects.toThrow("not_found");
    expect(await actionsOf(other.company.id)).toEqual([]);
  });

  it("is refused to an owner who was demoted meanwhile", async () => {
    const { ctx, db, owner, userId } = await testTeam();
    await db.membership.updateMany({ where: { userId: owner.userId }, data: { role: "admin" } });
    await expect(change(ctx, userId)).rejects.toThrow("forbidden");
  });
});

describe("what touches a whole account", () => {
  it.each(CHANGES.slice(1))(
    "%s: is refused while the person belongs to another company as well",
    async (_what, change) => {
      const { ctx, db, userId } = await testTeam();
      const { company: second } = await testCompany();
      await db.membership.create({ data: { userId, companyId: second.id, role: "member" } });
      await expect(change(ctx, userId)).rejects.toThrow("forbidden");
    },
  );
});

describe("a role", () => {
  it("counts with the next request, for tokens too (#383)", async () => {
    const issuer = await testIssuer();
    const { token } = await issuePersonal(issuer);
    const second = await testAccount();
    await second.db.membership.create({
      data: { userId: second.user.id, companyId: issuer.company.id, role: "owner" },
    });
    const { ctx, handle } = await testSession(second.email);
    const chief = { ...ctx, actor: { ...issuer.actor, userId: second.user.id } };
    await changeRole(chief, { userId: issuer.user.id, role: "member" });
    expect(await verifyCredential(ctx, { scheme: "bearer", token })).toEqual({ active: false, reason: "role_lost" });
    expect(await actorOfHandle(ctx, handle)).toMatchObject({ kind: "person" });
  });

  it("is logged with what it was, and not when it stays", async () => {
    const { ctx, company, db, userId } = await testTeam();
    await changeRole(ctx, { userId, role: "member" });
    await changeRole(ctx, { userId, role: "admin" });
    const [event, ...others] = await db.auditEvent.findMany({ where: { companyId: company.id } });
    expect(event).toMatchObject({ action: "person.role_changed", details: { before: "member", after: "admin" } });
    expect(others).toEqual([]);
  });
});

describe("disabling", () => {
  it("ends sessions for good, and enabling lets the person sign in anew (#383, #429)", async () => {
    const { ctx, company, userId, email } = await testTeam();
    const { handle } = await testSession(email);
    await disablePerson(ctx, { userId });
    await disablePerson(ctx, { userId });
    expect(await actorOfHandle(ctx, handle)).toEqual({ kind: "nobody" });
    expect((await listPeople(ctx, { search: email })).items).toMatchObject([{ state: "disabled" }]);
    await expect(signIn(await testContext(), { email, password: PASSWORD })).rejects.toThrow("wrong_credentials");
    await expect(invite(ctx, { userId })).rejects.toThrow("forbidden");
    await enablePerson(ctx, { userId });
    expect(await actorOfHandle(ctx, handle)).toEqual({ kind: "nobody" });
    await testSession(email);
    expect(await actionsOf(company.id)).toEqual(["person.disabled", "person.sign_in_failed", "person.enabled"]);
  });

  it("is not needed to sign somebody out everywhere (#385)", async () => {
    const { ctx, userId, email } = await testTeam();
    const { handle } = await testSession(email);
    expect(await endSessionsOf(ctx, { userId })).toBe(1);
    expect(await actorOfHandle(ctx, handle)).toEqual({ kind: "nobody" });
    await testSession(email);
  });
});

describe("the list", () => {
  it("shows the people of this company alone, page by page, the newest first", async () => {
    const { ctx, owner } = await testTeam();
    const added: string[] = [];
    for (let at = 1; at <= 3; at++) {
      const { userId } = await addPerson({ ...ctx, now: after(ctx.now, minutes(at)) }, someone());
      added.unshift(userId);
    }
    const first = await listPeople(ctx, { size: 2 });
    expect(first.items.map(({ userId }) => userId)).toEqual(added.slice(0, 2));
    expect(first.total).toBe(5);
    const second = await listPeople(ctx, { size: 25, cursor: first.next });
    expect(second.items.map(({ userId }) => userId)).toContain(owner.userId);
    expect(second.items).toHaveLength(3);
    expect(second.next).toBeNull();
    await expect(listPeople(ctx, { cursor: "x" })).rejects.toThrow("invalid_cursor");
  });

  it("finds by a part of name or address, in any case, and tells the last sign-in", async () => {
    const { ctx, email, userId } = await testTeam();
    const now = new Date();
    await testSession(email, now);
    const [found, ...others] = (await listPeople(ctx, { search: ` ${email.slice(3, 15).toUpperCase()} ` })).items;
    expect(found).toMatchObject({ userId, state: "active", lastSignInAt: now });
    expect(others).toEqual([]);
    expect((await listPeople(ctx, { search: "nobody has this" })).items).toEqual([]);
  });

  it("holds no hash (#404)", async () => {
    const { ctx } = await testTeam();
    expect(JSON.stringify(await listPeople(ctx, {}))).not.toMatch(/argon2|Hash/);
  });

  it("is for owners and admins", async () => {
    const { actor } = await testCompany({ role: "member" });
    await expect(listPeople(await testContext({ actor }), {})).rejects.toThrow("forbidden");
  });
});

describe("one person", () => {
  it("is told as the list tells them, with whether other companies have them too", async () => {
    const { ctx, db, userId } = await testTeam("admin");
    const { items } = await listPeople(ctx, {});
    expect(await readPerson(ctx, { userId })).toEqual({
      ...items.find((row) => row.userId === userId),
      isAlsoElsewhere: false,
    });
    const other = await testCompany();
    await db.membership.create({ data: { userId, companyId: other.company.id, role: "member" } });
    expect(await readPerson(ctx, { userId })).toMatchObject({ role: "admin", isAlsoElsewhere: true });
  });

  it("of another company is not found, and members read nobody (#399)", async () => {
    const { ctx } = await testTeam();
    const [other, member] = [await testCompany(), await testCompany({ role: "member" })];
    await expect(readPerson(ctx, { userId: other.user.id })).rejects.toMatchObject({ name: "not_found" });
    await expect(
      readPerson(await testContext({ actor: member.actor }), { userId: member.user.id }),
    ).rejects.toMatchObject({ name: "forbidden" });
  });
});
