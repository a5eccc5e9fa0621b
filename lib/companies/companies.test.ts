import { describe, expect, it } from "vitest";
import { after, minutes } from "@/lib/duration";
import { actorOfHandle } from "@/lib/session/actor";
import { testAccount, testSession } from "@/lib/testing/account";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { listOwnCompanies } from "./list-own";
import { readCompany } from "./read";
import { companySchema } from "./schema";
import { switchCompany } from "./switch";
import { changeCompany } from "./update";

const database = testDatabase();

describe("a company", () => {
  it("is changed by its owner, and the log holds what was before", async () => {
    const { actor, company } = await testCompany();
    const ctx = await testContext({ actor });
    await changeCompany(ctx, { name: "Acme Tools", apiUrl: "https://api.example.com/v1" });
    await changeCompany(ctx, { name: "Acme Tools", apiUrl: "https://api.example.com/v1" });
    expect(await readCompany(ctx)).toMatchObject({ name: "Acme Tools", apiUrl: "https://api.example.com/v1" });
    const events = await database().prisma.auditEvent.findMany({ where: { companyId: company.id } });
    expect(events.map(({ action, details }) => ({ action, details }))).toEqual([
      {
        action: "company.updated",
        details: {
          nameBefore: company.name,
          name: "Acme Tools",
          apiUrlBefore: null,
          apiUrl: "https://api.example.com/v1",
        },
      },
    ]);
  });

  it.each([
    ["admin", "forbidden"],
    ["member", "forbidden"],
  ] as const)("is not changed by an %s", async (role, refusal) => {
    const { actor } = await testCompany({ role });
    const ctx = await testContext({ actor });
    await expect(changeCompany(ctx, { name: "x", apiUrl: null })).rejects.toThrow(refusal);
  });

  it("is not shown to a member or to nobody", async () => {
    const { actor } = await testCompany({ role: "member" });
    await expect(readCompany(await testContext({ actor }))).rejects.toThrow("forbidden");
    await expect(readCompany(await testContext())).rejects.toThrow("sign_in_required");
  });
});

describe("the address of a company's API", () => {
  const parsed = (apiUrl: string) => companySchema.safeParse({ name: "Acme", apiUrl });
  it.each([
    ["https://api.example.com/", "https://api.example.com"],
    ["http://localhost:4000/v1", "http://localhost:4000/v1"],
    ["  ", null],
  ])("%j is stored as %j", (typed, stored) => expect(parsed(typed).data?.apiUrl).toBe(stored));

  it.each([
    ["http://api.example.com", "httpsRequired"],
    ["javascript:alert(1)", "httpsRequired"],
    ["http://localhost.evil.example", "httpsRequired"],
    ["https://user:secret@api.example.com", "urlWithUserInfo"],
    ["https://api.example.com/?x=1", "invalidUrl"],
    ["api.example.com", "invalidUrl"],
  ])("%j is refused", (typed, key) => expect(parsed(typed).error?.issues[0]?.message).toBe(key));
});

describe("a person of two companies", () => {
  it("looks at one at a time, with the role that they have there", async () => {
    const { email, user, company, db } = await testAccount({ role: "owner" });
    const { company: second } = await testCompany({ name: "Second" });
    const { company: third } = await testCompany({ name: "Third" });
    await db.membership.create({
      data: { userId: user.id, companyId: second.id, role: "member", createdAt: after(new Date(), minutes(1)) },
    });
    const { ctx, handle } = await testSession(email);
    expect(ctx.actor).toMatchObject({ membership: { companyId: company.id, role: "owner" } });

    await expect(switchCompany(ctx, { companyId: third.id })).rejects.toThrow("not_found");
    await switchCompany(ctx, { companyId: second.id });
    const actor = await actorOfHandle(ctx, handle);
    expect(actor).toMatchObject({ membership: { companyId: second.id, role: "member" } });
    const there = { ...ctx, actor };
    await expect(readCompany(there)).rejects.toThrow("forbidden");
    expect(await listOwnCompanies(there)).toEqual([
      { companyId: company.id, name: company.name, role: "owner", isCurrent: false },
      { companyId: second.id, name: second.name, role: "member", isCurrent: true },
    ]);

    await db.membership.deleteMany({ where: { userId: user.id, companyId: second.id } });
    expect(await actorOfHandle(ctx, handle)).toMatchObject({ membership: { companyId: company.id } });
  });
});
