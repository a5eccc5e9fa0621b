import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { isLiveSecret, quietUntil } from "./rules";
import { closeIfQuiet, listQuiet, listSecrets, lockClient } from "./secret-store";
import type { Scoped } from "./store";

/** Clients that one run looks at: what is left waits for the next. */
const AT_ONCE = 1000;

/** Closes what is quiet of one client, the oldest first, and always leaves one that lives. */
async function closeOf(ctx: Context, scoped: Scoped): Promise<number> {
  const client = await lockClient(ctx.db, scoped);
  if (!client) return 0;
  const live = (await listSecrets(ctx.db, scoped.id)).filter((secret) => isLiveSecret(secret, ctx.now));
  let left = live.length;
  for (const secret of live.reverse()) {
    const end = quietUntil(secret);
    const quietDays = secret.closesAfterQuietDays;
    if (left === 1 || end === null || quietDays === null || end > ctx.now) continue;
    if (!(await closeIfQuiet(ctx.db, secret.id, { now: ctx.now, quietDays }))) continue;
    left--;
    await record(ctx, {
      action: "client_secret.closed",
      companyId: scoped.companyId,
      target: { kind: "client", id: scoped.id, name: client.name },
      details: { hint: secret.hint, days: quietDays, lastUsedAt: secret.lastUsedAt?.toISOString() ?? null },
    });
  }
  return live.length - left;
}

/**
 * Ends the secrets that were not used for as many days as they may be, never the last one of a client that lives. Run by
 * every process each hour: the client's row is held, and one condition decides, so that each secret is closed once.
 * @returns how many it closed
 */
export async function closeQuietSecrets(ctx: Context): Promise<number> {
  let closed = 0;
  for (const scoped of await listQuiet(ctx.db, ctx.now, AT_ONCE))
    closed += await inTransaction(ctx, (tx) => closeOf(tx, scoped));
  return closed;
}
