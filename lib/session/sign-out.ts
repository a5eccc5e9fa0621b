import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { claimEnd } from "./store";

/** Ends the session that the caller came with: its handle is dead at once, wherever it is replayed. Nobody signs out nothing. */
export async function signOut(ctx: Context): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "person") return;
  const { sessionId: id, userId, membership } = actor;
  await inTransaction(ctx, async (tx) => {
    if (!(await claimEnd(tx.db, { id, userId }, tx.now))) return;
    const target = { kind: "session", id, name: "" };
    await record(tx, { action: "person.signed_out", companyId: membership?.companyId ?? null, target });
  });
}
