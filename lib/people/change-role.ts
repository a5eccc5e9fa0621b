import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { asTarget, lockedMember, requireManager } from "./manage";
import type { RoleChange } from "./schema";
import { updateRole } from "./store";

/**
 * Gives a person of the company another role. It counts at their very next request, for their tokens as well.
 * @throws Refusal sign_in_required, fresh_sign_in_required, not_found; forbidden for oneself
 */
export async function changeRole(ctx: Context, { userId, role }: RoleChange): Promise<void> {
  const staff = requireManager(ctx, userId);
  await inTransaction(ctx, async (tx) => {
    const member = await lockedMember(tx, staff, userId);
    if (member.role === role) return;
    await updateRole(tx.db, { companyId: staff.companyId, userId }, role);
    await record(tx, {
      action: "person.role_changed",
      companyId: staff.companyId,
      target: asTarget(member.user),
      details: { before: member.role, after: role },
    });
  });
}
