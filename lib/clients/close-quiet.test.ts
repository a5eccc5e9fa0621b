import { beforeEach, describe, expect, it } from "vitest";
import { days, after as plus } from "@/lib/duration";
import { testClients } from "@/lib/testing/clients";
import { testContext } from "@/lib/testing/context";
import { isServer, testDatabase } from "@/lib/testing/database";
import { ROUNDS } from "@/lib/testing/rounds";
import { addSecret } from "./add-secret";
import { closeQuietSecrets } from "./close-quiet";
import { setQuietDays } from "./quiet-days";
import { readClient } from "./read";

const opened = testDatabase();

beforeEach(async () => {
  await opened().prisma.clientSecret.deleteMany();
});

/** A client with two secrets, of which the older one closes after seven quiet days. */
async function rotating() {
  const company = await testClients();
  const { db, ctx, make } = company;
  const { id } = await make();
  const [older] = await db.clientSecret.findMany({ where: { clientId: id } });
  const newer = await addSecret(ctx, { id, olderEnds: "quiet", quietDays: 7 });
  const closedAt = async (now: Date) => {
    await closeQuietSecrets(await testContext({ actor: { kind: "system" }, now }));
    const rows = await db.clientSecret.findMany({ where: { clientId: id }, orderBy: { createdAt: "asc" } });
    return rows.map(({ expiresAt }) => expiresAt !== null);
  };
  const used = (secretId: string, at: Date) =>
    db.clientSecret.update({ where: { id: secretId }, data: { lastUsedAt: at } });
  return { ...company, id, older: older?.id ?? "", newer: newer.id, closedAt, used };
}

describe("a secret that closes when it is quiet", () => {
  it("ends by itself after the days without a use, and leaves a line in the log (#113)", async () => {
    const { ctx, id, closedAt, events } = await rotating();
    expect((await readClient(ctx, { id })).secrets[1]).toMatchObject({
      closesAfterQuietDays: 7,
      quietUntil: plus(ctx.now, days(7)),
    });
    expect(await closedAt(plus(ctx.now, days(7) - 1))).toEqual([false, false]);
    expect(await closedAt(plus(ctx.now, days(7)))).toEqual([true, false]);
    expect(await events("client_secret.closed")).toMatchObject([
      { actorKind: "system", targetId: id, details: { days: 7, lastUsedAt: null } },
    ]);
    const [, older] = (await readClient({ ...ctx, now: plus(ctx.now, days(8)) }, { id })).secrets;
    expect(older).toMatchObject({ state: "ended", quietUntil: null });
  });

  it("counts from its last use, and from when that was set if it was used before", async () => {
    const { ctx, older, closedAt, used } = await rotating();
    await used(older, plus(ctx.now, -days(60)));
    expect(await closedAt(plus(ctx.now, days(6)))).toEqual([false, false]);
    await used(older, plus(ctx.now, days(6)));
    expect(await closedAt(plus(ctx.now, days(12)))).toEqual([false, false]);
    expect(await closedAt(plus(ctx.now, days(13)))).toEqual([true, false]);
  });

  it("is never the last one that lives, nor one of a client that is disabled", async () => {
    const { db, ctx, id, older, newer, closedAt } = await rotating();
    await setQuietDays(ctx, { id, secretId: newer, closesAfterQuietDays: 1 });
    await db.client.update({ where: { id }, data: { disabledAt: ctx.now } });
    expect(await closedAt(plus(ctx.now, days(30)))).toEqual([false, false]);
    await db.client.update({ where: { id }, data: { disabledAt: null } });
    // Both are quiet: the older one goes.
    expect(await closedAt(plus(ctx.now, days(30)))).toEqual([true, false]);
    expect(await closedAt(plus(ctx.now, days(60)))).toEqual([true, false]);
    expect((await db.clientSecret.findUnique({ where: { id: older } }))?.expiresAt).toEqual(plus(ctx.now, days(30)));
  });

  it("can be told so, and told not to any more, while it lives", async () => {
    const { db, ctx, id, older, newer, closedAt, events } = await rotating();
    await setQuietDays(ctx, { id, secretId: older, closesAfterQuietDays: null });
    expect(await closedAt(plus(ctx.now, days(90)))).toEqual([false, false]);
    await setQuietDays(ctx, { id, secretId: newer, closesAfterQuietDays: 30 });
    await setQuietDays(ctx, { id, secretId: newer, closesAfterQuietDays: 30 });
    expect((await events("client.updated")).map(({ details }) => details)).toMatchObject([
      { "closesAfterQuietDays.before": 7, "closesAfterQuietDays.after": null },
      { "closesAfterQuietDays.before": null, "closesAfterQuietDays.after": 30 },
    ]);
    await db.clientSecret.update({ where: { id: older }, data: { revokedAt: ctx.now } });
    const ended = setQuietDays(ctx, { id, secretId: older, closesAfterQuietDays: 1 });
    await expect(ended).rejects.toMatchObject({ name: "not_found" });
  });

  it("is closed once by all processes that do it at the same moment, and one lives on", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { db, ctx, id, newer, events } = await rotating();
      await setQuietDays(ctx, { id, secretId: newer, closesAfterQuietDays: 1 });
      const later = await testContext({ actor: { kind: "system" }, now: plus(ctx.now, days(30)) });
      const closed = await Promise.all(Array.from({ length: isServer() ? 20 : 4 }, () => closeQuietSecrets(later)));
      expect(closed.reduce((sum, count) => sum + count, 0)).toBe(1);
      expect(await events("client_secret.closed")).toHaveLength(1);
      expect(await db.clientSecret.count({ where: { clientId: id, expiresAt: null } })).toBe(1);
    }
  });
});
