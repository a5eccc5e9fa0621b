import { join } from "node:path";
import { expect, it } from "vitest";
import { readMigrations } from "@/lib/db/migrate";
import { testDatabase } from "@/lib/testing/database";
import { GET as live } from "../live/route";
import { GET } from "./route";

const opened = testDatabase();
const call = (run = GET) => run(new Request("http://localhost:3000/api/health/ready"));

/** The embedded template is made without the table that remembers what was applied. */
async function rememberMigrations(): Promise<void> {
  const { pool } = opened();
  await pool.query(`CREATE TABLE IF NOT EXISTS "_prisma_migrations"
    (id text, checksum text, migration_name text, finished_at timestamptz, rolled_back_at timestamptz)`);
  for (const { name, checksum } of readMigrations(join(process.cwd(), "prisma", "migrations")))
    await pool.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at) SELECT $2, $2, $1, now()
       WHERE NOT EXISTS (SELECT FROM "_prisma_migrations" WHERE migration_name = $1)`,
      [name, checksum.slice(0, 36)],
    );
}

it("is ready with a migrated database, not ready with an older one", async () => {
  await rememberMigrations();
  const good = await call();
  expect([good.status, await good.json()]).toEqual([
    200,
    { status: "ok", checks: { database: "ok", migrations: "ok" } },
  ]);
  await opened().pool.query(`UPDATE "_prisma_migrations" SET finished_at = NULL`);
  const old = await call();
  expect([old.status, await old.json()]).toMatchObject([503, { checks: { database: "ok", migrations: "failed" } }]);
});

it("names the failing check and nothing more when the database is down, while the process is alive", async () => {
  const { pool } = opened();
  const query = pool.query;
  pool.query = (async () => {
    throw new Error("password authentication failed for user postern");
  }) as unknown as typeof query;
  const [response, alive] = [await call(), await call(live)];
  pool.query = query;
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: "unavailable", checks: { database: "failed", migrations: "failed" } },
  ]);
  expect(alive.status).toBe(200);
});
