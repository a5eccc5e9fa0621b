import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pool, PoolClient } from "pg";
import { DatabaseProblem } from "./problem";

/** The key that Prisma's own engine locks, so that neither runs while the other does. */
const LOCK = 72_707_369;

/** As Prisma's engine creates it, so that `prisma migrate status` and `deploy` read what was written here. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

const RECORD = `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
VALUES ($1, $2, $3, now(), 1)`;

export type Migration = { name: string; sql: string; checksum: string };

type Known = { name: string; checksum: string; isFinished: boolean };

export type Migrated = {
  /** Those that this call applied, in their order. */
  applied: string[];
  /** Those that the database has and this version of Postern does not know: a newer one was here. */
  unknown: string[];
};

/** The migrations in a folder of Prisma's layout, in the order of their names. */
export const readMigrations = (dir: string): Migration[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });

/** Refuses before anything is applied: a history that was edited has no state that the files describe. */
function requireHistory(known: ReadonlyMap<string, Known>, migrations: Migration[]): void {
  const checksums = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum, isFinished } of known.values()) {
    const own = checksums.get(name);
    if (own === undefined) continue;
    if (!isFinished)
      throw new DatabaseProblem(
        "migration_failed",
        `The migration ${name} was begun by another tool and did not finish. Look at what it left, then mark it with "npx prisma migrate resolve" and start again.`,
      );
    if (own !== checksum)
      throw new DatabaseProblem(
        "migration_changed",
        `The migration ${name} was changed after this database had applied it. Restore prisma/migrations/${name}/migration.sql as it was released, and put the change into a new migration.`,
      );
  }
}

async function knownTo(client: PoolClient): Promise<Map<string, Known>> {
  const { rows } = await client.query<Known>(
    `SELECT migration_name AS "name", checksum, finished_at IS NOT NULL AS "isFinished"
     FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  );
  return new Map(rows.map((row) => [row.name, row]));
}

async function apply(client: PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(sql);
    await client.query(RECORD, [randomUUID(), checksum, name]);
    await client.query("COMMIT");
  } catch (error) {
    // A lost connection rolls back by itself, and the first error is the one that tells something.
    await client.query("ROLLBACK").catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseProblem(
      "migration_failed",
      `The migration ${name} failed and left nothing behind: ${reason}. The database is as it was before it; start the version of Postern that ran before, or remove the cause and start again.`,
      error,
    );
  }
}

/**
 * Brings the schema up to date, one transaction a migration. Safe to call from every process at its start: one applies,
 * the others wait for it and find nothing to do. A migration that fails leaves nothing behind.
 *
 * Migrations only go forward, and each is written so that the version before it still runs (expand, deploy, contract):
 * therefore a database that is ahead of these files is told in `unknown` and not refused.
 *
 * @throws DatabaseProblem migration_failed, migration_changed
 */
export async function migrate(pool: Pool, migrations: Migration[]): Promise<Migrated> {
  const client = await pool.connect();
  try {
    // Waiting for the lock counts as a statement, and a large table may need longer than any request may.
    await client.query("SET statement_timeout = 0");
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(TABLE);
    const known = await knownTo(client);
    requireHistory(known, migrations);
    const pending = migrations.filter(({ name }) => !known.has(name));
    for (const migration of pending) await apply(client, migration);
    const names = new Set(migrations.map(({ name }) => name));
    return {
      applied: pending.map(({ name }) => name),
      unknown: [...known.keys()].filter((name) => !names.has(name)).sort(),
    };
  } finally {
    // Ending the session gives the lock back and takes the setting away, whatever state an error left it in.
    client.release(true);
  }
}
