import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { findLivingName, setVerified } from "./store";

/**
 * Marks an OAuth user as checked by the company, or takes the mark away: the consent page tells people. One that is
 * marked already stays as it is, without a trace in the log.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, not_found
 */
export async function verifyClient(
  ctx: Context,
  { id, isVerified }: { id: string; isVerified: boolean },
): Promise<void> {
  const { companyId, userId } = requirePermission(ctx, "clients:write");
  await inTransaction(ctx, async (tx) => {
    const name = await setVerified(tx.db, { companyId, id }, isVerified ? { id: userId, at: tx.now } : null);
    if (name === null) {
      if ((await findLivingName(tx.db, { companyId, id })) === null) throw new Refusal("not_found");
      return;
    }
    const action = isVerified ? "client.verified" : "client.unverified";
    await record(tx, { action, companyId, target: { kind: "client", id, name } });
  });
}
