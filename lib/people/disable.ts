import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { asTarget, lockedMember, requireAllTheirCompanies, requireManager } from "./manage";
import type { PersonInput } from "./schema";
import { endInvitations, endSessions, updateDisabledAt } from "./store";

/**
 * Shuts a person out: their sessions end, and their tokens and those of applications that act for them are refused from
 * the next request on; a link to choose a password ends for good. Disabling twice changes nothing.
 * @throws Refusal sign_in_required, fresh_sign_in_required, not_found; forbidden for oneself, and for a person who
 * belongs to other companies as well: an account is one, so only who answers for all of it may close it
 */
export async function disablePerson(ctx: Context, { userId }: PersonInput): Promise<void> {
  const staff = requireManager(ctx, userId);
  await inTransaction(ctx, async (tx) => {
    const member = await lockedMember(tx, staff, userId);
    requireAllTheirCompanies(member);
    if (member.user.disabledAt) return;
    await updateDisabledAt(tx.db, userId, tx.now);
    // A link that was refused once stays dead, also when the person is let in again.
    await endInvitations(tx.db, userId, tx.now);
    const sessions = await endSessions(tx.db, { userId, at: tx.now, except: null });
    await record(tx, {
      action: "person.disabled",
      companyId: staff.companyId,
      target: asTarget(member.user),
      details: { sessions },
    });
  });
}
