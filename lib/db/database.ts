import "server-only";
import { join } from "node:path";
import type { Pool } from "pg";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/runtime";
import { type Client, prismaOver } from "./client";
import { ensureDataDirectory } from "./data-directory";
import type { Embedded } from "./embedded";
import { migrate, readMigrations } from "./migrate";
import { openServer } from "./server";

export type Database = Readonly<{
  /** For the hot statements alone; everything else goes through `prisma`. */
  pool: Pool;
  prisma: Client;
  /** Waits for what is under way. Afterwards another process may open the data directory. */
  close: () => Promise<void>;
}>;

/** PostgreSQL panics on a disk that takes no more, and only a start recovers. Nothing that was acknowledged is lost. */
function endProcess(reason: string): void {
  log().fatal({ reason }, "the embedded database stopped; Postern ends, and recovers at its next start");
  process.exit(1);
}

async function openDirectory(path: string): Promise<Embedded> {
  const data = ensureDataDirectory(path);
  // Loaded when it is used: the engine is some thirty megabytes that a process with a server never touches.
  const [{ holdDirectory }, { openEmbedded }] = await Promise.all([import("./lock"), import("./embedded")]);
  const release = await holdDirectory(data);
  try {
    const { pool, close } = await openEmbedded(data, endProcess);
    return { pool, close: () => close().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

async function openPool(): Promise<Embedded> {
  const { DATABASE_URL, DATA_DIR } = env();
  if (!DATABASE_URL) return openDirectory(DATA_DIR);
  const pool = await openServer(DATABASE_URL);
  return { pool, close: () => pool.end() };
}

async function open(): Promise<Database> {
  const { pool, close } = await openPool();
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on("error", (error) => log().error({ err: error }, "database connection lost"));
  try {
    const { applied, unknown } = await migrate(pool, readMigrations(join(process.cwd(), "prisma", "migrations")));
    if (applied.length > 0) log().info({ applied }, "database migrated");
    if (unknown.length > 0) log().warn({ unknown }, "the database is ahead of this version of Postern");
  } catch (error) {
    await close();
    throw error;
  }
  return { pool, prisma: prismaOver(pool), close };
}

/**
 * The process's one database, opened and migrated at the first call: the server of DATABASE_URL, or else the embedded
 * one in DATA_DIR.
 * @throws DatabaseProblem with a sentence for whoever starts Postern
 */
export const database = (): Promise<Database> => oncePerProcess("database", open);
