import "server-only";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { type PersonRow, personRows } from "./list";
import { requirePermission } from "./may";
import type { PersonInput } from "./schema";
import { findMember } from "./store";

export type PersonView = PersonRow &
  Readonly<{
    /** Whether they belong to other companies too: then no single one may touch their account (docs/decisions/0012). */
    isAlsoElsewhere: boolean;
  }>;

/**
 * One person of the company. Somebody of another company is as unknown as nobody.
 * @throws Refusal sign_in_required, forbidden, not_found
 */
export async function readPerson(ctx: Context, { userId }: PersonInput): Promise<PersonView> {
  const { companyId } = requirePermission(ctx, "people:read");
  const member = await findMember(ctx.db, companyId, userId);
  const [row] = member ? await personRows(ctx, [member]) : [];
  if (!member || !row) throw new Refusal("not_found");
  return { ...row, isAlsoElsewhere: member.user._count.memberships > 1 };
}
