import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newId } from "@/lib/crypto/id";
import { isUniqueViolation } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { type Invitation, makeInvitation } from "./invite";
import { asTarget, lockedOwnership } from "./manage";
import { requireFreshSignIn, requirePermission, type Staff } from "./may";
import type { NewPerson } from "./schema";
import {
  endInvitations,
  findByEmail,
  findMember,
  insertMembership,
  insertPerson,
  listWithoutPassword,
  lockPerson,
} from "./store";

export type Added = Readonly<{
  userId: string;
  /** Null for somebody who has an account already: they sign in with the password that they have. */
  invitation: Invitation | null;
}>;

/** @throws Refusal already_exists, forbidden */
async function join(ctx: Context, staff: Staff, { userId, role }: { userId: string; role: NewPerson["role"] }) {
  const { companyId } = staff;
  await lockPerson(ctx.db, userId);
  const taken = { email: { code: "emailTaken" } };
  if (await findMember(ctx.db, companyId, userId)) throw new Refusal("already_exists", { fields: taken });
  await insertMembership(ctx.db, { id: newId(), userId, companyId, role, createdAt: ctx.now });
  const member = await findMember(ctx.db, companyId, userId);
  if (!member) throw new Error("a membership vanished inside its transaction");
  if (member.user.disabledAt)
    throw new Refusal("forbidden", { description: "the account with this address is disabled" });
  return member;
}

async function addOnce(ctx: Context, staff: Staff, { name, email, role }: NewPerson): Promise<Added> {
  await lockedOwnership(ctx, staff);
  const known = await findByEmail(ctx.db, email);
  const { id: userId } = known ?? (await insertPerson(ctx.db, { id: newId(), email, name, createdAt: ctx.now }));
  const { user } = await join(ctx, staff, { userId, role });
  const hasPassword = !(await listWithoutPassword(ctx.db, [userId])).has(userId);
  // Whoever belongs to another company is invited by that one; a link from here would let us become them there.
  const isOurs = user._count.memberships === 1;
  const invitation = isOurs && !hasPassword ? await makeInvitation(ctx, userId, staff.userId) : null;
  // And a link that another company made for a forgotten password must not open what we have just given.
  if (!isOurs && hasPassword) await endInvitations(ctx.db, userId, ctx.now);
  await record(ctx, {
    action: "person.created",
    companyId: staff.companyId,
    target: asTarget(user),
    details: { email, role, hadAccount: known !== null },
  });
  return { userId, invitation };
}

/**
 * Adds a person to the company. Somebody new gets a link to choose a password; somebody who has an account keeps their
 * name and password and just belongs to this company as well.
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required; already_exists with emailTaken
 */
export async function addPerson(ctx: Context, person: NewPerson): Promise<Added> {
  const staff = requirePermission(ctx, "people:write");
  requireFreshSignIn(ctx);
  const attempt = () => inTransaction(ctx, (tx) => addOnce(tx, staff, person));
  try {
    return await attempt();
  } catch (error) {
    // Somebody added the same address at the same moment: now there is an account.
    if (!isUniqueViolation(error)) throw error;
    return attempt();
  }
}
