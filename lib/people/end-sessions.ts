import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { asTarget, lockedMember, requireAllTheirCompanies, requireManager } from "./manage";
import type { PersonInput } from "./schema";
import { endSessions } from "./store";

/**
 * Signs a person of the company out everywhere.
 * @returns how many sessions ended
 * @throws Refusal sign_in_required, fresh_sign_in_required, not_found; forbidden as for `disablePerson`
 */
export async function endSessionsOf(ctx: Context, { userId }: PersonInput): Promise<number> {
  const staff = requireManager(ctx, userId);
  return inTransaction(ctx, async (tx) => {
    const member = await lockedMember(tx, staff, userId);
    requireAllTheirCompanies(member);
    const sessions = await endSessions(tx.db, { userId, at: tx.now, except: null });
    if (sessions > 0)
      await record(tx, {
        action: "session.ended",
        companyId: staff.companyId,
        target: asTarget(member.user),
        details: { sessions },
      });
    return sessions;
  });
}
