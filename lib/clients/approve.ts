import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { findLivingName, setApproved } from "./store";

/**
 * Lets an application in that described or registered itself and waits for it. One that does not wait stays as it is,
 * without a trace in the log.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, not_found
 */
export async function approveClient(ctx: Context, { id }: { id: string }): Promise<void> {
  const { companyId } = requirePermission(ctx, "clients:write");
  await inTransaction(ctx, async (tx) => {
    const name = await setApproved(tx.db, { companyId, id });
    if (name === null) {
      if ((await findLivingName(tx.db, { companyId, id })) === null) throw new Refusal("not_found");
      return;
    }
    await record(tx, { action: "client.approved", companyId, target: { kind: "client", id, name } });
  });
}
