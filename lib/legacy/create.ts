import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newId, newKey } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requireFreshSignIn, requirePermission } from "@/lib/people/may";
import { newLegacySecret } from "./secret";
import { insertLegacyKey } from "./store";

/**
 * Makes the company's API connection: one a company, however many ask at once.
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required, already_exists
 */
export async function createLegacyKey(ctx: Context): Promise<{ key: string; secret: Secret }> {
  const { companyId, userId } = requirePermission(ctx, "legacy:manage");
  requireFreshSignIn(ctx);
  return inTransaction(ctx, async (tx) => {
    const id = newId();
    const key = newKey();
    const { secret, columns } = newLegacySecret(id);
    const row = { ...columns, id, key, companyId, createdAt: tx.now, createdById: userId };
    if (!(await insertLegacyKey(tx.db, row))) throw new Refusal("already_exists");
    await record(tx, { action: "legacy_key.created", companyId, target: { kind: "legacy_key", id, name: key } });
    return { key, secret };
  });
}
