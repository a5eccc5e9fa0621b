import "server-only";
import type { Db } from "@/lib/db/client";
import { after, days, minutes } from "@/lib/duration";
import {
  deleteAccessTokens,
  deleteCodes,
  deleteDevices,
  deleteExchangedTokens,
  deleteFailures,
  deleteFamilies,
  deleteOlderFailures,
  deletePushed,
  deleteRefreshTokens,
  deleteRequests,
  deleteSessions,
  deleteSpentProofs,
  deleteThrottles,
} from "./sweep-store";

/** Rows that one statement deletes: small enough that nobody waits for its locks. */
const BATCH = 1000;
/**
 * Statements a table and sweep, so that it ends; what is left then waits for the next. Five million rows are more than an
 * hour of strangers can leave behind who ask for codes and guess at secrets as fast as they are answered.
 */
const BATCHES = 5000;

type Rule = Readonly<{
  /** How long a row is kept past its end, and what for. */
  keptMs: number;
  remove: (db: Db, endedBefore: Date, limit: number) => Promise<number>;
}>;

const RULES = {
  requests: { keptMs: 0, remove: deleteRequests },
  /** A decision spends it, and may come ten minutes after it was opened. */
  pushed: { keptMs: minutes(15), remove: deletePushed },
  /** A device that asks late is told that its time is over, and one that asks twice is recognised, as long as its code. */
  devices: { keptMs: days(1), remove: deleteDevices },
  /** A replay is recognised for a day (RFC 6749 §4.1.2). */
  codes: { keptMs: days(1), remove: deleteCodes },
  /** Whoever looks into a call of last week finds the token that it was made with. */
  accessTokens: { keptMs: days(7), remove: deleteAccessTokens },
  exchangedTokens: { keptMs: days(7), remove: deleteExchangedTokens },
  /** A replay is recognised for as long as the longest token lives (RFC 9700 §4.14.2). One without end is kept. */
  refreshTokens: { keptMs: days(30), remove: deleteRefreshTokens },
  /** Counted from its making; it goes once its last token has gone. */
  families: { keptMs: days(8), remove: deleteFamilies },
  throttles: { keptMs: 0, remove: deleteThrottles },
  /** The clock of the process that sweeps may be ahead of the one that takes a proof. */
  proofs: { keptMs: minutes(5), remove: deleteSpentProofs },
  /** A person sees where they were signed in during the last month. */
  sessions: { keptMs: days(30), remove: deleteSessions },
  /** Who mends a client looks at what failed lately, and at not too much of it. */
  failures: { keptMs: days(30), remove: deleteFailures },
  olderFailures: { keptMs: 0, remove: deleteOlderFailures },
} as const satisfies Record<string, Rule>;

export type Swept = Record<keyof typeof RULES, number>;

async function swept(db: Db, { keptMs, remove }: Rule, now: Date): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    const count = await remove(db, after(now, -keptMs), BATCH);
    total += count;
    if (count < BATCH) break;
  }
  return total;
}

/**
 * Deletes what has ended and serves nobody any more, in batches, and tells how much. What is history stays for ever:
 * grants, personal tokens, clients, the log. Safe to run on every process at once, and to break off.
 */
export async function sweepExpired(db: Db, now: Date): Promise<Swept> {
  const counts: Partial<Swept> = {};
  for (const [table, rule] of Object.entries(RULES)) counts[table as keyof Swept] = await swept(db, rule, now);
  return counts as Swept;
}
