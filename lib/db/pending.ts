import "server-only";
import { join } from "node:path";
import type { Pool } from "pg";
import { oncePerProcess } from "@/lib/runtime";
import { readMigrations } from "./migrate";

const names = (): string[] =>
  oncePerProcess("migration-names", () =>
    readMigrations(join(/* turbopackIgnore: true */ process.cwd(), "prisma", "migrations")).map(({ name }) => name),
  );

/** How many of this version's migrations the database does not have yet. */
export async function pendingMigrations(pool: Pool): Promise<number> {
  const known = names();
  const { rows } = await pool.query(
    `SELECT count(*)::int AS applied FROM "_prisma_migrations"
     WHERE migration_name = ANY($1::text[]) AND finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    [known],
  );
  return known.length - (rows[0]?.applied ?? 0);
}
