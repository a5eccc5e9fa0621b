import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Context, Role } from "@/lib/context";
import { after, days, minutes } from "@/lib/duration";
import { actorOfHandle } from "@/lib/session/actor";
import { signIn } from "@/lib/session/sign-in";
import { PASSWORD, testAccount, testSession, testTeam } from "@/lib/testing/account";
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

const database = testDatabase();

const someone = (role: Role = "member") => ({ name: "New Person", email: `${randomUUID()}@example.com`, role });

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
