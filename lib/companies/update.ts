import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import type { Company } from "./read";
import type { CompanyInput } from "./schema";
import { findCompany, lockCompany, updateCompany } from "./store";

/**
 * Renames the company and says where its own API answers. The log holds both as they were.
 * @throws Refusal sign_in_required, forbidden
 */
export async function changeCompany(ctx: Context, { name, apiUrl }: CompanyInput): Promise<Company> {
  const { companyId } = requirePermission(ctx, "company:write");
  return inTransaction(ctx, async (tx) => {
    await lockCompany(tx.db, companyId);
    const before = await findCompany(tx.db, companyId);
    if (!before) throw new Refusal("not_found");
    if (before.name === name && before.apiUrl === apiUrl) return before;
    const company = await updateCompany(tx.db, companyId, { name, apiUrl });
    await record(tx, {
      action: "company.updated",
      companyId,
      target: { kind: "company", id: companyId, name },
      details: { nameBefore: before.name, name, apiUrlBefore: before.apiUrl, apiUrl },
    });
    return company;
  });
}
