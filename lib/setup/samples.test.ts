import { beforeEach, describe, expect, it } from "vitest";
import { offeredScopes } from "@/lib/apis/offered";
import { ensureSystemApis } from "@/lib/apis/system";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { SAMPLES, seedSamples } from "@/prisma/seed";
import { erp } from "@/prisma/seed/erp";
import { prepareInstallation } from "./prepare";
import { setUpSchema } from "./schema";
import { setUp } from "./set-up";

const db = testDatabase();
let ctx: Context;

beforeEach(async () => {
  ctx = await testContext({ actor: { kind: "system" } });
  await ensureSystemApis(ctx.db);
});

const counts = async () => {
  const { prisma } = db();
  const tables = ["company", "user", "membership", "api", "scope", "client", "grant", "personalToken", "legacyKey"];
  const rows = [...tables, "module", "permissionGroup", "auditEvent"] as const;
  return Promise.all(rows.map((table) => (prisma[table as "company"] as { count: () => Promise<number> }).count()));
};

describe("the sample companies", () => {
  it("are loaded once, by many processes at once and by a second start", async () => {
    const loaded = await Promise.all(Array.from({ length: 8 }, () => seedSamples(ctx)));
    expect(loaded.reduce((sum, count) => sum + count)).toBe(SAMPLES.length);
    const before = await counts();
    expect(await seedSamples(ctx)).toBe(0);
    expect(await counts()).toEqual(before);
  });

  it("show personal tokens in every state, and contexts that a missing module takes away", async () => {
    const { companyId } = erp;
    const tokens = await ctx.db.personalToken.findMany({ where: { companyId } });
    const is = (test: (token: (typeof tokens)[number]) => boolean) => tokens.some(test);
    expect([
      is(({ revokedAt }) => revokedAt !== null),
      is(({ expiresAt }) => expiresAt !== null && expiresAt < ctx.now),
      is(({ expiresAt, revokedAt }) => expiresAt === null && revokedAt === null),
      is(({ useCount, lastUsedAt }) => useCount === 0n && lastUsedAt === null),
      is(({ access }) => access === "general"),
    ]).toEqual(Array(5).fill(true));
    const offered = (await offeredScopes(ctx, companyId)).filter(({ api }) => api.name === "ERP API");
    expect(erp.api.scopes).toHaveLength(11);
    expect(offered.map(({ key }) => key)).not.toContain("telegram");
    expect(offered).toHaveLength(10);
    const marketplaces = offered.find(({ key }) => key === "foccohub")?.parameters;
    expect(marketplaces).toMatchObject([{ key: "marketplace", kind: "list", isRequired: true }]);
    expect(marketplaces?.[0]?.choices).toHaveLength(5);
  });

  it("show access that will end by itself and access that did, with the values that were chosen", async () => {
    const grants = await ctx.db.grant.findMany({ where: { companyId: erp.companyId, userId: { not: null } } });
    expect(grants.map(({ expiresAt }) => expiresAt !== null && expiresAt > ctx.now).toSorted()).toEqual([false, true]);
    for (const { details } of grants)
      expect(details).toMatchObject([{ context: "foccohub", locations: [erp.api.audience] }]);
  });

  it("name only contexts that their groups allow", async () => {
    const clients = await ctx.db.client.findMany({
      select: {
        name: true,
        grants: { select: { scopes: true } },
        permissionGroup: { select: { scopes: { select: { scope: { select: { key: true } } } } } },
      },
    });
    for (const { grants, permissionGroup } of clients) {
      const allowed = permissionGroup.scopes.map(({ scope }) => scope.key);
      for (const { scopes } of grants) expect(allowed).toEqual(expect.arrayContaining(scopes));
    }
  });

  it("belong to whoever sets the installation up, after their own company", async () => {
    Object.assign(env(), { POSTERN_DEMO: "on" });
    const code = new URL((await prepareInstallation(ctx)) ?? "").searchParams.get("code");
    const password = "a lantern over the northern gate";
    const input = { code, password, name: "Sample Owner", email: "owner@example.com", company: "Own Company" };
    const { userId, companyId } = await setUp(ctx, setUpSchema.parse(input));
    Object.assign(env(), { POSTERN_DEMO: "off" });
    const memberships = await ctx.db.membership.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
    expect(memberships[0]?.companyId).toBe(companyId);
    expect(memberships.map(({ role }) => role)).toEqual(Array(SAMPLES.length + 1).fill("owner"));
  });
});
