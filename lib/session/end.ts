import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePerson } from "@/lib/people/own";
import type { SessionInput } from "./schema";
import { claimEnd, endOthers } from "./store";

/**
 * Ends one of the person's own sessions.
 * @throws Refusal sign_in_required; not_found when it is none of theirs, or over already
 */
export async function endSession(ctx: Context, { sessionId }: SessionInput): Promise<void> {
  const { userId, membership } = requirePerson(ctx);
  await inTransaction(ctx, async (tx) => {
    if (!(await claimEnd(tx.db, { id: sessionId, userId }, tx.now))) throw new Refusal("not_found");
    const target = { kind: "session", id: sessionId, name: "" };
    await record(tx, { action: "session.ended", companyId: membership?.companyId ?? null, target });
  });
}

/** Ends all of the person's sessions but this one. @returns how many @throws Refusal sign_in_required */
export async function endOtherSessions(ctx: Context): Promise<number> {
  const { userId, sessionId, membership } = requirePerson(ctx);
  return inTransaction(ctx, async (tx) => {
    const sessions = await endOthers(tx.db, { id: sessionId, userId }, tx.now);
    if (sessions > 0)
      await record(tx, { action: "session.ended", companyId: membership?.companyId ?? null, details: { sessions } });
    return sessions;
  });
}
