import "server-only";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { findCompany } from "./store";

export type Company = Readonly<{ id: string; name: string; apiUrl: string | null; createdAt: Date }>;

/** The company that the caller looks at. @throws Refusal sign_in_required, insufficient_scope, forbidden */
export async function readCompany(ctx: Context): Promise<Company> {
  const { companyId } = requirePermission(ctx, "company:read");
  const company = await findCompany(ctx.db, companyId);
  if (!company) throw new Refusal("not_found");
  return company;
}
