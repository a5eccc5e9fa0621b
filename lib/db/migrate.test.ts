import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { endsWithDatabase, isServer, testDatabase } from "@/lib/testing/database";
import { type Migration, migrate, readMigrations } from "./migrate";
import { pendingMigrations } from "./pending";

const opened = testDatabase();
const released = readMigrations(join(process.cwd(), "prisma", "migrations"));

const named = (name: string, sql: string): Migration => ({
  name,
  sql,
  checksum: createHash("sha256").update(sql).digest("hex"),
});
const fresh = (sql: string): Migration => named(`29991231_${randomUUID()}`, sql);
const exists = async (table: string): Promise<boolean> =>
  (await opened().pool.query("SELECT to_regclass($1) IS NOT NULL AS found", [table])).rows[0]?.found;

describe("migrations", () => {
  it("are applied in order, once, and nothing is left to do", async () => {
    const first = fresh("CREATE TABLE ordered (id int)");
    const second = named(
      `${first.name}_b`,
      "ALTER TABLE ordered ADD COLUMN more text; ALTER TABLE ordered ADD UNIQUE (id)",
    );
    const all = [...released, first, second];
    expect(await migrate(opened().pool, all)).toEqual({ applied: [first.name, second.name], unknown: [] });
    expect(await migrate(opened().pool, all)).toEqual({ applied: [], unknown: [] });
    expect(await pendingMigrations(opened().pool)).toBe(0);
  });

  it("with a fault leave nothing behind, and those before it stay", async () => {
    const good = fresh("CREATE TABLE kept (id int)");
    const broken = named(`${good.name}_broken`, "CREATE TABLE left_over (id int); INSERT INTO nowhere VALUES (1)");
    await expect(migrate(opened().pool, [...released, good, broken])).rejects.toMatchObject({
      kind: "migration_failed",
      message: expect.stringContaining("nowhere"),
    });
    expect([await exists("kept"), await exists("left_over")]).toEqual([true, false]);
    const mended = { ...broken, sql: "CREATE TABLE left_over (id int)" };
    expect((await migrate(opened().pool, [...released, good, mended])).applied).toEqual([mended.name]);
  });

  it("that were edited after they were applied are refused before anything else is applied", async () => {
    const [first, ...rest] = released;
    const edited = { ...(first as Migration), checksum: "0".repeat(64) };
    await expect(
      migrate(opened().pool, [edited, ...rest, fresh("CREATE TABLE never_made (id int)")]),
    ).rejects.toMatchObject({ kind: "migration_changed", message: expect.stringContaining(edited.name) });
    expect(await exists("never_made")).toBe(false);
  });

  it("that another tool left unfinished are refused until they are resolved", async () => {
    const torn = fresh("CREATE TABLE torn (id int)");
    await opened().pool.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES (gen_random_uuid(), $1, $2)`,
      [torn.checksum, torn.name],
    );
    await expect(migrate(opened().pool, [...released, torn])).rejects.toMatchObject({ kind: "migration_failed" });
    await opened().pool.query(`UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE migration_name = $1`, [
      torn.name,
    ]);
    expect((await migrate(opened().pool, [...released, torn])).applied).toEqual([torn.name]);
  });

  it("of a newer version are told and disturb nothing: the older version may still run", async () => {
    const newer = fresh("CREATE TABLE newer (id int)");
    await migrate(opened().pool, [...released, newer]);
    const { applied, unknown } = await migrate(opened().pool, released);
    expect(applied).toEqual([]);
    expect(unknown).toContain(newer.name);
  });
});

describe.runIf(isServer())("migrations on a server", () => {
  const url = (): string => String(opened().pool.options.connectionString);

  it("are applied by one of eight processes that start at once, and all eight succeed", async () => {
    await opened().pool.query("CREATE SCHEMA eight");
    const pools = Array.from({ length: 8 }, () =>
      endsWithDatabase(new pg.Pool({ connectionString: url(), max: 1, options: "-c search_path=eight" })),
    );
    const results = await Promise.all(pools.map((pool) => migrate(pool, released)));
    expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, released.length]);
    await Promise.all(pools.map((pool) => pool.end()));
  });

  it("may take longer than a request may, and give the limit back", async () => {
    const pool = endsWithDatabase(new pg.Pool({ connectionString: url(), max: 1, statement_timeout: 100 }));
    const slow = fresh("SELECT pg_sleep(0.3)");
    expect((await migrate(pool, [...released, slow])).applied).toEqual([slow.name]);
    await expect(pool.query("SELECT pg_sleep(0.3)")).rejects.toMatchObject({ code: "57014" });
    await pool.end();
  });

  const prisma = (command: string, database: string): string => {
    const env = { ...process.env, DATABASE_URL: database };
    const { stdout, stderr } = spawnSync("node_modules/.bin/prisma", ["migrate", command], { env, encoding: "utf8" });
    return `${stdout}${stderr}`;
  };

  it("are seen as applied by `prisma migrate status`, and those that `prisma migrate deploy` applied are seen here", async () => {
    await opened().pool.query(`DELETE FROM "_prisma_migrations" WHERE migration_name LIKE '2999%'`);
    expect(prisma("status", url())).toContain("Database schema is up to date");
    const empty = `prisma_${randomUUID().slice(0, 8)}`;
    await opened().pool.query(`CREATE DATABASE ${empty}`);
    const target = new URL(url());
    target.pathname = `/${empty}`;
    expect(prisma("deploy", target.href)).toContain("successfully applied");
    const pool = endsWithDatabase(new pg.Pool({ connectionString: target.href, max: 1 }));
    expect(await migrate(pool, released)).toEqual({ applied: [], unknown: [] });
    await pool.end();
    await opened().pool.query(`DROP DATABASE ${empty} WITH (FORCE)`);
  }, 60_000);
});
