import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { after, minutes } from "@/lib/duration";
import { testSession, testTeam } from "@/lib/testing/account";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { addPerson } from "./add";
import { listPeople } from "./list";
import { readPerson } from "./read";

testDatabase();

const someone = () => ({ name: "New Person", email: `${randomUUID()}@example.com`, role: "member" as const });

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
