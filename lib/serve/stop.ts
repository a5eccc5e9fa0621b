import "server-only";
import type { Server } from "node:http";
import { database } from "@/lib/db/database";
import { seconds } from "@/lib/duration";
import { drained } from "@/lib/later";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/runtime";
import { servers } from "./gate";

const SIGNALS = ["SIGTERM", "SIGINT"] as const;
/** Less than the ten seconds that container engines wait before they kill. */
const PATIENCE = seconds(8);
const IDLE_CHECK = 100;

/** No new connections; the answers in flight are finished, and what is still open when patience ends is cut. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), PATIENCE);
    // A kept connection becomes idle when its answer is out: it would hold the server open for nothing.
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(idle);
      resolve();
    });
  });
}

/** Resolves when every answer in flight is out, and the work that was put off until after it is done. */
export async function answersFinished(): Promise<void> {
  await Promise.all(servers().map(closed));
  await drained();
}

/** Whoever else listens, as Next does where `npm start` did not start it, ends the process: then we only tidy up. */
const isAlone = (signal: (typeof SIGNALS)[number]): boolean => process.listenerCount(signal) === 1;

/**
 * A clean stop by SIGTERM or SIGINT: answers in flight, work put off until after them, the database; then exit code 0.
 * Bounded by `PATIENCE`; a second signal changes nothing, as npm passes on what the terminal has sent to all. Nothing of
 * what was acknowledged depends on it: a process that is killed loses nothing.
 */
export function stopCleanlyOnSignals(): void {
  let isStopping = false;
  const stop = async (signal: (typeof SIGNALS)[number]): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log().info({ signal }, "stopping");
    try {
      await answersFinished();
      await (await database()).close();
    } catch (error) {
      log().error({ err: error }, "the stop was not clean");
      process.exitCode = 1;
    }
    if (isAlone(signal)) process.exit();
  };
  oncePerProcess("stop", () => {
    for (const signal of SIGNALS) process.on(signal, () => void stop(signal));
    return stop;
  });
}
