import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { findLivingName, setDisabled } from "./store";

/**
 * Disables or enables a client. One that is in that state already stays as it is, without a trace in the log.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, not_found
 */
export async function switchClient(ctx: Context, { id, isOn }: { id: string; isOn: boolean }): Promise<void> {
  const { companyId } = requirePermission(ctx, "clients:write");
  await inTransaction(ctx, async (tx) => {
    const name = await setDisabled(tx.db, { companyId, id }, isOn ? null : tx.now);
    if (name === null) {
      if ((await findLivingName(tx.db, { companyId, id })) === null) throw new Refusal("not_found");
      return;
    }
    const action = isOn ? "client.enabled" : "client.disabled";
    await record(tx, { action, companyId, target: { kind: "client", id, name } });
  });
}
