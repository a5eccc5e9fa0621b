import "server-only";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import pg, { type Pool } from "pg";
import { seconds } from "@/lib/duration";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/runtime";
import { type Client, prismaOver } from "./client";
import { migrate, readMigrations } from "./migrate";

export type Database = Readonly<{
  /** For the hot statements alone; everything else goes through `prisma`. */
  pool: Pool;
  prisma: Client;
  close: () => Promise<void>;
}>;

const POOL_SIZE = 10;

async function openPool(): Promise<{ pool: Pool; close: () => Promise<void> }> {
  const { DATABASE_URL, DATA_DIR } = env();
  if (DATABASE_URL) {
    const pool = new pg.Pool({
      connectionString: DATABASE_URL,
      max: POOL_SIZE,
      connectionTimeoutMillis: seconds(5),
      statement_timeout: seconds(15),
      idle_in_transaction_session_timeout: seconds(10),
      application_name: "postern",
    });
    return { pool, close: () => pool.end() };
  }
  // The comments keep the build from tracing the live database into its output.
  const data = resolve(/* turbopackIgnore: true */ DATA_DIR);
  mkdirSync(/* turbopackIgnore: true */ data, { recursive: true, mode: 0o700 });
  const [{ holdDirectory }, { openEmbedded }] = await Promise.all([import("./lock"), import("./embedded")]);
  const release = await holdDirectory(data);
  const { pool, close } = await openEmbedded(join(/* turbopackIgnore: true */ data, "pg"));
  return { pool, close: () => close().finally(release) };
}

async function open(): Promise<Database> {
  const { pool, close } = await openPool();
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on("error", (error) => log().error({ err: error }, "database connection lost"));
  await migrate(pool, readMigrations(join(process.cwd(), "prisma", "migrations")));
  return { pool, prisma: prismaOver(pool), close };
}

/** The process's one database, opened and migrated at the first call. */
export const database = (): Promise<Database> => oncePerProcess("database", open);
