import "server-only";
import type { Context, Role } from "@/lib/context";
import { requirePerson } from "@/lib/people/own";
import { listMemberships } from "./store";

export type OwnCompany = Readonly<{ companyId: string; name: string; role: Role; isCurrent: boolean }>;

/** The companies that the signed-in person belongs to, the first joined first. @throws Refusal sign_in_required */
export async function listOwnCompanies(ctx: Context): Promise<OwnCompany[]> {
  const { userId, membership } = requirePerson(ctx);
  const rows = await listMemberships(ctx.db, userId);
  return rows.map(({ role, company: { id, name } }) => ({
    companyId: id,
    name,
    role: role as Role,
    isCurrent: id === membership?.companyId,
  }));
}
