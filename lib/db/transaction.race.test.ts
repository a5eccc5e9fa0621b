import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/context";
import { testContext } from "@/lib/testing/context";
import { isServer, testDatabase } from "@/lib/testing/database";
import { inTransaction } from "./transaction";

const opened = testDatabase();

const newCompany = async (ctx: Context): Promise<string> =>
  (await ctx.db.company.create({ data: { name: randomUUID() }, select: { id: true } })).id;
const rename = (ctx: Context, id: string, name: string) =>
  ctx.db.company.update({ where: { id }, data: { name }, select: { id: true } });

it("keeps all of a transaction or none of it", async () => {
  const ctx = await testContext();
  const name = randomUUID();
  const failing = inTransaction(ctx, async (within) => {
    await within.db.company.create({ data: { name } });
    throw new Error("changed its mind");
  });
  await expect(failing).rejects.toThrow("changed its mind");
  expect(await ctx.db.company.count({ where: { name } })).toBe(0);
});

it("joins the transaction that is open", async () => {
  const ctx = await testContext();
  const name = randomUUID();
  const failing = inTransaction(ctx, async (outer) => {
    await inTransaction(outer, (inner) => inner.db.company.create({ data: { name } }));
    throw new Error("the outer one ends it");
  });
  await expect(failing).rejects.toThrow();
  expect(await ctx.db.company.count({ where: { name } })).toBe(0);
});

it("tries again after a serialisation failure, and gives up after a few (#510)", async () => {
  const ctx = await testContext();
  const raise = (within: Context) =>
    within.db.$executeRawUnsafe("DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END $$");
  let attempts = 0;
  const third = inTransaction(ctx, async (within) => {
    attempts++;
    if (attempts < 3) await raise(within);
    return attempts;
  });
  expect(await third).toBe(3);
  attempts = 0;
  const never = inTransaction(ctx, async (within) => {
    attempts++;
    await raise(within);
  });
  await expect(never).rejects.toThrow();
  expect(attempts).toBe(4);
});

it("does not try again what failed for another reason", async () => {
  const ctx = await testContext();
  const id = await newCompany(ctx);
  let attempts = 0;
  const failing = inTransaction(ctx, async (within) => {
    attempts++;
    await within.db.company.create({ data: { id, name: "taken" } });
  });
  await expect(failing).rejects.toMatchObject({ code: "P2002" });
  expect(attempts).toBe(1);
});

describe.runIf(isServer())("transactions that really overlap", () => {
  it("both succeed although they block each other: the one that PostgreSQL ends runs again (40P01)", async () => {
    const ctx = await testContext();
    const [first, second] = [await newCompany(ctx), await newCompany(ctx)];
    let attempts = 0;
    const inOrder = (ids: string[], name: string) =>
      inTransaction(ctx, async (within) => {
        attempts++;
        for (const id of ids) {
          await rename(within, id, name);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      });
    await Promise.all([inOrder([first, second], "one"), inOrder([second, first], "two")]);
    expect(attempts).toBeGreaterThan(2);
    const rows = await ctx.db.company.findMany({ where: { id: { in: [first, second] } }, select: { name: true } });
    expect(new Set(rows.map(({ name }) => name)).size).toBe(1);
  });

  it("are run again, at a statement or at the commit, where the database itself serialises (40001)", async () => {
    const { pool } = opened();
    const database = new URL(String(pool.options.connectionString)).pathname.slice(1);
    await pool.query(`ALTER DATABASE ${database} SET default_transaction_isolation = 'serializable'`);
    await Promise.all(Array.from({ length: 20 }, async () => (await pool.connect()).release(true)));
    const ctx = await testContext();
    const id = await newCompany(ctx);
    await rename(ctx, id, "0");
    const addOne = () =>
      inTransaction(ctx, async (within) => {
        const { name } = await within.db.company.findUniqueOrThrow({ where: { id }, select: { name: true } });
        await rename(within, id, String(Number(name) + 1));
      });
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, addOne));
    const counted = outcomes.filter(({ status }) => status === "fulfilled").length;
    const { name } = await ctx.db.company.findUniqueOrThrow({ where: { id }, select: { name: true } });
    expect(Number(name)).toBe(counted);
    expect(counted).toBeGreaterThan(1);

    const pair = [await newCompany(ctx), await newCompany(ctx)] as const;
    let attempts = 0;
    const skew = (read: string, write: string) =>
      inTransaction(ctx, async (within) => {
        attempts++;
        await within.db.company.findUnique({ where: { id: read }, select: { name: true } });
        await new Promise((resolve) => setTimeout(resolve, 50));
        await rename(within, write, randomUUID());
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
    await Promise.all([skew(pair[0], pair[1]), skew(pair[1], pair[0])]);
    expect(attempts).toBeGreaterThan(2);
    await pool.query(`ALTER DATABASE ${database} RESET default_transaction_isolation`);
  });
});
