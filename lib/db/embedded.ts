import "server-only";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import pg, { type Pool } from "pg";
import { seconds } from "@/lib/duration";
import { log } from "@/lib/log";
import { clusterIn } from "./data-directory";
import { DatabaseProblem } from "./problem";
import { SyncedFS } from "./synced-fs";
import { keepUp } from "./upkeep";
import { type Engine, Wire } from "./wire";

/**
 * The embedded database: PGlite, a PostgreSQL in WebAssembly, behind an ordinary `pg` pool (docs/decisions/0004-embedded-database.md).
 * As it comes it neither syncs nor checkpoints nor stops a second process. What makes it keep its word is here.
 */

export type Embedded = Readonly<{ pool: Pool; close: () => Promise<void> }>;

const SETTINGS = {
  fsync: "on",
  // Of the methods that the engine offers, the one whose system call reaches our hook.
  wal_sync_method: "fsync",
  shared_buffers: "16MB",
  max_wal_size: "64MB",
  min_wal_size: "32MB",
  // As on a server (lib/db/server.ts).
  timezone: "UTC",
};

/** PGlite's own parameters without `-F`, which switches fsync off. */
const startParams = (): string[] => [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
];

/** Long enough for the queue of a busy moment; short enough that a call which waits for itself ends in an error. */
const TURN_WITHIN = seconds(10);
const CLOSE_WITHIN = seconds(10);

function engineOver(db: PGlite, onStop: (reason: string) => void): Engine {
  let reason: string | null = null;
  const stop = (why: string): void => {
    if (reason !== null) return;
    reason = why;
    onStop(why);
  };
  return { db, stopped: () => reason, stop };
}

/**
 * One session, so one connection: calls take turns. A call on the pool from inside an open transaction would wait for
 * its own end, and is refused when its turn does not come.
 */
const poolOver = (engine: Engine): Pool =>
  new pg.Pool({
    stream: () => new Wire(engine),
    user: "postgres",
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: TURN_WITHIN,
  });

/** Ends the pool once everything that waits for a turn had it. A caller that never gives its turn back is not waited for. */
async function drain(pool: Pool): Promise<void> {
  const patience = new Promise<void>((done) => {
    setTimeout(done, CLOSE_WITHIN).unref();
  });
  const last = pool
    .query("CHECKPOINT")
    .catch((error: unknown) => log().warn({ err: error }, "closed without checkpoint"));
  await last;
  await Promise.race([pool.end(), patience]);
}

async function initialise(directory: string): Promise<void> {
  const db = await PGlite.create({ fs: new NodeFS(directory), startParams: startParams() });
  await db.close();
}

async function openSynced(cluster: string): Promise<PGlite> {
  const files = new SyncedFS(cluster);
  const db = await PGlite.create({ fs: files, startParams: startParams() }).catch((error: unknown) => {
    throw new DatabaseProblem(
      "damaged",
      `The database in ${cluster} cannot be opened. Restore the data directory from a backup; the log at level debug says more.`,
      error,
    );
  });
  await db.exec("CHECKPOINT");
  if (files.syncs > 0) return db;
  await db.close();
  throw new DatabaseProblem(
    "not_durable",
    "The embedded database does not bring its writes to the disk, so it was not opened. Install the packages of package-lock.json again (npm ci), or name a PostgreSQL server in DATABASE_URL.",
  );
}

/**
 * Opens the database in the data directory `data`, which the caller holds alone, and makes it the first time.
 * Every commit is on the disk before it is acknowledged. `close` waits for what is under way and writes a checkpoint.
 *
 * @param onStop told once when the engine ended for good, as PostgreSQL does on a disk that takes no more. Nothing that was
 *   acknowledged is lost, and only a new process can go on: the next start recovers from the log of changes.
 * @throws DatabaseProblem other_major_version, damaged, not_durable, directory_not_writable
 */
export async function openEmbedded(data: string, onStop: (reason: string) => void): Promise<Embedded> {
  const db = await openSynced(await clusterIn(data, initialise));
  const engine = engineOver(db, onStop);
  const pool = poolOver(engine);
  const stopUpkeep = keepUp(pool);
  const close = async (): Promise<void> => {
    stopUpkeep();
    await drain(pool);
    if (engine.stopped() === null) await db.close();
  };
  return { pool, close };
}

/**
 * A database that lives in memory and ends with the process, for tests: empty, or what `template` holds.
 * `dump` gives what such a template is made of.
 */
export async function openInMemory(template?: Blob): Promise<Embedded & { dump: () => Promise<Blob> }> {
  const db = await PGlite.create({ ...(template && { loadDataDir: template }), startParams: startParams() });
  const pool = poolOver(engineOver(db, () => undefined));
  const close = async (): Promise<void> => {
    await pool.end();
    await db.close();
  };
  return { pool, close, dump: () => db.dumpDataDir("none") };
}
