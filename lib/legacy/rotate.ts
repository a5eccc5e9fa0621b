import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requireFreshSignIn, requirePermission } from "@/lib/people/may";
import { newLegacySecret } from "./secret";
import { findForRotation, replaceSecret } from "./store";

/**
 * Gives the API connection a new secret; the old one is refused from the next call on. Of two rotations at once one
 * wins, so that nobody is shown a secret that is dead already.
 *
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required, not_found, changed_meanwhile
 */
export async function rotateLegacyKey(ctx: Context): Promise<{ key: string; secret: Secret }> {
  const { companyId } = requirePermission(ctx, "legacy:manage");
  requireFreshSignIn(ctx);
  return inTransaction(ctx, async (tx) => {
    const row = await findForRotation(tx.db, companyId);
    if (!row) throw new Refusal("not_found");
    const { id, key, secretHash: seenHash } = row;
    const { secret, columns } = newLegacySecret(id);
    if (!(await replaceSecret(tx.db, { ...columns, id, seenHash, rotatedAt: tx.now })))
      throw new Refusal("changed_meanwhile");
    await record(tx, { action: "legacy_key.rotated", companyId, target: { kind: "legacy_key", id, name: key } });
    return { key, secret };
  });
}
