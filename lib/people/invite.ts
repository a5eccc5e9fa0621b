import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { after, days } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { asTarget, lockedMember, requireAllTheirCompanies, requireManager } from "./manage";
import type { PersonInput } from "./schema";
import { endInvitations, insertInvitation } from "./store";

/** A link's secret: shown once, to be handed to the person. */
export type Invitation = Readonly<{ token: Secret; expiresAt: Date }>;

export const INVITATION_LASTS = days(7);

/** Makes the one good link of a person; those before it end. Call it inside a transaction. */
export async function makeInvitation(ctx: Context, userId: string, createdById: string): Promise<Invitation> {
  const token = newCredential("invitation");
  const expiresAt = after(ctx.now, INVITATION_LASTS);
  await endInvitations(ctx.db, userId, ctx.now);
  await insertInvitation(ctx.db, {
    id: newId(),
    userId,
    tokenHash: hashOf(token.reveal()),
    createdAt: ctx.now,
    createdById,
    expiresAt,
  });
  return { token, expiresAt };
}

/**
 * A new link by which a person of the company chooses a password: the first one, or another for one who forgot it.
 * @throws Refusal sign_in_required, fresh_sign_in_required, not_found; forbidden for oneself, for a disabled person, and
 * for one who belongs to other companies as well, as whoever holds the link becomes that person
 */
export async function invite(ctx: Context, { userId }: PersonInput): Promise<Invitation> {
  const staff = requireManager(ctx, userId);
  return inTransaction(ctx, async (tx) => {
    const member = await lockedMember(tx, staff, userId);
    requireAllTheirCompanies(member);
    if (member.user.disabledAt) throw new Refusal("forbidden", { description: "this person is disabled" });
    const invitation = await makeInvitation(tx, userId, staff.userId);
    await record(tx, { action: "person.invited", companyId: staff.companyId, target: asTarget(member.user) });
    return invitation;
  });
}
