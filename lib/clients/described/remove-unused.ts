import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { after, days } from "@/lib/duration";
import { removeUnused } from "./store";

const UNUSED_FOR = days(30);
const BATCH = 200;
const BATCHES = 500;

/**
 * Removes the clients that described themselves and that nobody has used for thirty days, and tells how many; they stay
 * as history. Safe to run on every process at once: each is removed, and told in the log, once.
 */
export async function removeUnusedClients(asked: Context): Promise<number> {
  const ctx: Context = { ...asked, actor: { kind: "system" } };
  const before = after(ctx.now, -UNUSED_FOR);
  let total = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    const removed = await inTransaction(ctx, async (tx) => {
      const rows = await removeUnused(tx.db, { before, now: tx.now, limit: BATCH });
      for (const { id, companyId, name } of rows)
        await record(tx, {
          action: "client.removed",
          companyId,
          target: { kind: "client", id, name },
          details: { endedGrants: 0 },
        });
      return rows.length;
    });
    total += removed;
    if (removed < BATCH) break;
  }
  return total;
}
