import "server-only";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { requireFreshSignIn, requirePermission, type Staff } from "./may";
import { countLiveOwners, findMember, lockOwners, lockPerson, type Member } from "./store";

/**
 * Who may change another person of their company: an owner whose password was typed recently, and never for themselves.
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required
 */
export function requireManager(ctx: Context, userId: string): Staff {
  const staff = requirePermission(ctx, "people:write");
  requireFreshSignIn(ctx);
  if (staff.userId === userId) throw new Refusal("forbidden", { description: "nobody does this to themselves" });
  return staff;
}

/**
 * Waits for other changes of who owns the company, and then asks again whether the manager still is an owner who may
 * sign in. Call it first inside the transaction.
 * @throws Refusal forbidden
 */
export async function lockedOwnership({ db }: Context, staff: Staff): Promise<void> {
  await lockOwners(db, staff.companyId);
  // A statement of its own: it sees what the one that was waited for has written.
  if ((await countLiveOwners(db, staff.companyId, staff.userId)) === 0)
    throw new Refusal("forbidden", { description: "your role was changed meanwhile" });
}

/**
 * The person, once no other change of owners or of this person is under way and the manager is still an owner. As an owner
 * who may sign in acts, and never on themselves, a company always keeps one: also when two demote each other at once.
 * Call it first inside the transaction.
 *
 * @throws Refusal forbidden when the manager is no owner any more; not_found when the person is not of the company
 */
export async function lockedMember(ctx: Context, staff: Staff, userId: string): Promise<Member> {
  await lockedOwnership(ctx, staff);
  await lockPerson(ctx.db, userId);
  const member = await findMember(ctx.db, staff.companyId, userId);
  if (!member) throw new Refusal("not_found");
  return member;
}

/**
 * Holds what touches a whole account (its password, its sign-in) to the owners of all its companies: whoever belongs to
 * another one as well is not theirs to take over or shut out.
 * @throws Refusal forbidden
 */
export function requireAllTheirCompanies({ user }: Member): void {
  if (user._count.memberships > 1)
    throw new Refusal("forbidden", { description: "this person belongs to other companies as well" });
}

/** A person as the target of a line of the transaction log. */
export const asTarget = ({ id, name }: { id: string; name: string }) => ({ kind: "person", id, name });
