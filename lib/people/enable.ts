import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { asTarget, lockedMember, requireAllTheirCompanies, requireManager } from "./manage";
import type { PersonInput } from "./schema";
import { updateDisabledAt } from "./store";

/**
 * Lets a disabled person in again. They sign in anew; their tokens count again unless they ended meanwhile.
 * @throws Refusal sign_in_required, fresh_sign_in_required, not_found; forbidden as for `disablePerson`
 */
export async function enablePerson(ctx: Context, { userId }: PersonInput): Promise<void> {
  const staff = requireManager(ctx, userId);
  await inTransaction(ctx, async (tx) => {
    const member = await lockedMember(tx, staff, userId);
    requireAllTheirCompanies(member);
    if (!member.user.disabledAt) return;
    await updateDisabledAt(tx.db, userId, null);
    await record(tx, { action: "person.enabled", companyId: staff.companyId, target: asTarget(member.user) });
  });
}
