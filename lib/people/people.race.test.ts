import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Context } from "@/lib/context";
import { testAccount } from "@/lib/testing/account";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { acceptInvitation } from "./accept-invitation";
import { addPerson } from "./add";
import { changeRole } from "./change-role";
import { disablePerson } from "./disable";

const database = testDatabase();

/** Two owners of one company, each in a session of their own. */
async function testOwners() {
  const { company, actor } = await testCompany();
  const second = await testAccount();
  await second.db.membership.deleteMany({ where: { userId: second.user.id } });
  await second.db.membership.create({ data: { userId: second.user.id, companyId: company.id, role: "owner" } });
  const ctx = await testContext({ actor });
  const other: Context = { ...ctx, actor: { ...actor, userId: second.user.id } };
  return { company, ctx, other, ids: [actor.userId, second.user.id] as const };
}

type Act = (ctx: Context, userId: string) => Promise<void>;
const demote: Act = (ctx, userId) => changeRole(ctx, { userId, role: "member" });
const disable: Act = (ctx, userId) => disablePerson(ctx, { userId });

it.each([
  ["demote", demote, demote],
  ["disable", disable, disable],
  ["demote and disable", demote, disable],
])("a company keeps an owner when two owners %s each other at once (#405)", async (_what, one, two) => {
  const rounds = Array.from({ length: 25 }, async () => {
    const { company, ctx, other, ids } = await testOwners();
    const outcomes = await Promise.allSettled([one(ctx, ids[1]), two(other, ids[0])]);
    const owners = await database().prisma.membership.count({
      where: { companyId: company.id, role: "owner", user: { disabledAt: null } },
    });
    return { done: outcomes.filter(({ status }) => status === "fulfilled").length, owners };
  });
  expect(await Promise.all(rounds)).toEqual(Array.from({ length: 25 }, () => ({ done: 1, owners: 1 })));
});

it("an invitation is accepted by exactly one of 50 at once", async () => {
  const { actor } = await testCompany();
  const ctx = await testContext({ actor });
  const email = `${randomUUID()}@example.com`;
  const { invitation } = await addPerson(ctx, { name: "Invited Person", email, role: "member" });
  const token = invitation?.token.reveal() ?? "";
  const all = await Promise.allSettled(
    Array.from({ length: 50 }, (_, at) => acceptInvitation(ctx, { token, password: `four gentle otters ${at}` })),
  );
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(all.filter((one) => one.status === "rejected" && one.reason.name !== "request_expired")).toEqual([]);
});

it("an address that 50 add at once becomes one account, once in each company", async () => {
  const companies = await Promise.all([testCompany(), testCompany()]);
  const email = `${randomUUID()}@example.com`;
  const contexts = await Promise.all(companies.map(({ actor }) => testContext({ actor })));
  const person = { name: "New Person", email, role: "member" } as const;
  const all = await Promise.allSettled(
    Array.from({ length: 25 }, () => contexts.map((ctx) => addPerson(ctx, person))).flat(),
  );
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  expect(all.filter((one) => one.status === "rejected" && one.reason.name !== "already_exists")).toEqual([]);
  expect(await database().prisma.membership.count({ where: { user: { email } } })).toBe(2);
});

it("an owner who was demoted while their request was under way adds nobody (#383)", async () => {
  const { company, ctx, other, ids } = await testOwners();
  await demote(other, ids[0]);
  const adding = addPerson(ctx, { name: "New Owner", email: `${randomUUID()}@example.com`, role: "owner" });
  await expect(adding).rejects.toThrow("forbidden");
  expect(await database().prisma.membership.count({ where: { companyId: company.id } })).toBe(2);
});
