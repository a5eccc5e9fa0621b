import "server-only";
import type { Pool } from "pg";
import { hours, minutes } from "@/lib/duration";
import { log } from "@/lib/log";

type Rhythm = { checkpoint: number; vacuum: number };

const RHYTHM: Rhythm = { checkpoint: minutes(5), vacuum: hours(1) };

/**
 * Does what a server's background processes do and an embedded engine has nobody for: checkpoints, so that the log of
 * changes is reused and the next start has little to replay, and vacuum with fresh statistics.
 *
 * @returns a function that stops it
 */
export function keepUp(pool: Pool, { checkpoint, vacuum }: Rhythm = RHYTHM): () => void {
  const run = (statement: string) => () =>
    void pool.query(statement).catch((error: unknown) => log().warn({ err: error, statement }, "upkeep was skipped"));
  const timers = [setInterval(run("CHECKPOINT"), checkpoint), setInterval(run("VACUUM (ANALYZE)"), vacuum)];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
