import { describe, expect, it } from "vitest";
import { days, minutes } from "@/lib/duration";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { tokenForm } from "./form";
import { listTokens } from "./list";
import { readToken } from "./read";
import { TOKEN_FILTERS, type TokenQuery } from "./schema";

testDatabase();

const now = new Date();
const fromNow = (milliseconds: number): Date => new Date(now.getTime() + milliseconds);
const list = async ({ actor }: TestIssuer, query: TokenQuery = {}) =>
  listTokens(await testContext({ actor, now }), query);

type Fields = {
  name?: string;
  description?: string;
  expiresAt?: Date;
  lastUsedAt?: Date;
  createdAt?: Date;
  revokedAt?: Date;
  userId?: string;
};
async function token(issuer: TestIssuer, data: Fields) {
  const { id } = await issuePersonal(issuer);
  await issuer.db.personalToken.update({ where: { id }, data });
  return id;
}

describe("the counters", () => {
  it("count each token under the states that it has, and filter by them", async () => {
    const issuer = await testIssuer();
    const ago = (count: number) => fromNow(-days(count));
    const demoted = await issuer.db.user.create({
      data: { email: `${issuer.company.id}@example.com`, name: "Demoted" },
    });
    await issuer.db.membership.create({ data: { userId: demoted.id, companyId: issuer.company.id, role: "member" } });
    const ids = {
      fresh: await token(issuer, {}),
      used: await token(issuer, { lastUsedAt: ago(1) }),
      ending: await token(issuer, { lastUsedAt: ago(1), expiresAt: fromNow(days(14)) }),
      forgotten: await token(issuer, { lastUsedAt: ago(90) }),
      neverUsed: await token(issuer, { createdAt: ago(91) }),
      expired: await token(issuer, { expiresAt: now }),
      revoked: await token(issuer, { revokedAt: ago(1), expiresAt: ago(1) }),
      suspended: await token(issuer, { userId: demoted.id }),
    };
    const expected = {
      active: [ids.fresh, ids.used, ids.ending, ids.forgotten, ids.neverUsed],
      expiring: [ids.ending],
      never_used: [ids.fresh, ids.neverUsed],
      unused_90_days: [ids.forgotten, ids.neverUsed],
      expired: [ids.expired],
      revoked: [ids.revoked],
      suspended: [ids.suspended],
    };
    const all = await list(issuer);
    expect(all.total).toBe(8);
    for (const state of TOKEN_FILTERS) {
      const found = await list(issuer, { state });
      expect([state, found.items.map(({ id }) => id).sort()]).toEqual([state, [...expected[state]].sort()]);
      expect([state, all.counters[state], found.total]).toEqual([
        state,
        expected[state].length,
        expected[state].length,
      ]);
    }
    const shown = (id: string) => all.items.find((item) => item.id === id)?.state.name;
    expect(Object.values(ids).map(shown)).toEqual([
      "active",
      "active",
      "expiring",
      "active",
      "active",
      "expired",
      "revoked",
      "suspended",
    ]);
  });
});

describe("the list", () => {
  it("comes newest first, page by page, without a gap or a repetition, and counts all", async () => {
    const issuer = await testIssuer();
    const made: string[] = [];
    for (let minute = 0; minute < 5; minute++)
      made.push(await token(issuer, { createdAt: fromNow(-minutes(minute === 3 ? 2 : minute)) }));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(issuer, { size: 2, ...(cursor && { cursor }) });
      expect(page.total).toBe(5);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(new Set(made));
    expect(seen.at(-1)).toBe(made.at(-1));
    await expect(list(issuer, { cursor: "tampered" })).rejects.toMatchObject({ name: "invalid_cursor" });
  });

  it("finds by name and description, in any case, and takes what is typed literally", async () => {
    const issuer = await testIssuer();
    const [percent, plain] = [
      await token(issuer, { name: "100% CI_deploy\\x" }),
      await token(issuer, { name: "1000 CIxdeploy", description: "In the Vault" }),
    ];
    const found = async (search: string) => (await list(issuer, { search })).items.map(({ id }) => id);
    expect(await found("ci_DEPLOY")).toEqual([percent]);
    expect(await found("0%")).toEqual([percent]);
    expect(await found("\\x")).toEqual([percent]);
    expect(await found("vault")).toEqual([plain]);
    expect(await found("' OR 1=1 --")).toEqual([]);
  });

  it("and the detail never hold another company's token (#399)", async () => {
    const [issuer, other] = [await testIssuer(), await testIssuer()];
    const { id } = await issuePersonal(other);
    expect((await list(issuer)).total).toBe(0);
    await expect(readToken(await testContext({ actor: issuer.actor }), { id })).rejects.toMatchObject({
      name: "not_found",
    });
  });

  it("is of all makers for owners and admins, and of none for members", async () => {
    const issuer = await testIssuer();
    const colleague = await issuer.db.user.create({ data: { email: `c-${issuer.company.id}@example.com`, name: "C" } });
    await token(issuer, { userId: colleague.id });
    const membership = issuer.actor.membership;
    const as = (role: "admin" | "member") => ({
      ...issuer,
      actor: { ...issuer.actor, membership: { ...membership, role } },
    });
    expect((await list(as("admin") as unknown as TestIssuer)).items).toMatchObject([{ maker: { id: colleague.id } }]);
    await expect(list(as("member") as unknown as TestIssuer)).rejects.toMatchObject({ name: "forbidden" });
  });
});

it("tells of a context that is not offered any more, in the detail", async () => {
  const issuer = await testIssuer();
  const { id } = await issuePersonal(issuer, { scopes: ["stock", "labels"] });
  await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
  expect((await readToken(await testContext({ actor: issuer.actor }), { id })).contexts).toMatchObject([
    { key: "stock", names: { en: "x" }, level: "read" },
    { key: "labels", names: null, level: null },
  ]);
});

it("offers the contexts of the moment by API and module, and the days in the maker's zone", async () => {
  const issuer = await testIssuer();
  await issuer.db.user.update({ where: { id: issuer.user.id }, data: { timeZone: "Pacific/Kiritimati" } });
  const at = new Date("2026-11-24T12:00:00Z");
  const ctx = await testContext({ actor: issuer.actor, now: at });
  expect((await tokenForm(ctx)).zone).toBe("Pacific/Kiritimati");
  const form = await tokenForm(ctx, { browserZone: "Europe/Paris" });
  expect(form).toMatchObject({ zone: "Pacific/Kiritimati", firstDay: "2026-11-25", lastDay: "2036-11-25" });
  expect(form.expiries.map(({ value, lastDay }) => [value, lastDay])).toEqual([
    ["none", null],
    ["7", "2026-12-02"],
    ["30", "2026-12-25"],
    ["60", "2027-01-24"],
    ["90", "2027-02-23"],
    ["365", "2027-11-25"],
  ]);
  await issuer.db.user.update({ where: { id: issuer.user.id }, data: { timeZone: null } });
  expect(await tokenForm(ctx, { browserZone: "Europe/Paris" })).toMatchObject({ zone: "Europe/Paris" });
  expect(await tokenForm(ctx)).toMatchObject({ zone: "UTC" });
  const own = form.apis.find(({ api }) => api.id === issuer.api.id);
  expect(own?.modules.map(({ module, contexts }) => [module?.key ?? null, contexts.map(({ key }) => key)])).toEqual(
    expect.arrayContaining([
      [null, ["stock"]],
      [issuer.module.key, ["labels"]],
    ]),
  );
  const admin = form.apis
    .flatMap(({ modules }) => modules)
    .flatMap(({ contexts }) => contexts.filter(({ isAdmin }) => isAdmin));
  expect(admin.length).toBeGreaterThan(0);
  expect(admin.every(({ mayGive }) => mayGive)).toBe(true);
  const member = { ...issuer.actor, membership: { ...issuer.actor.membership, role: "member" as const } };
  await expect(tokenForm(await testContext({ actor: member }))).rejects.toMatchObject({ name: "forbidden" });
});
