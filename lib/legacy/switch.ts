import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requireFreshSignIn, requirePermission } from "@/lib/people/may";
import { findLegacyKey, setDisabled } from "./store";

/**
 * Disables or enables the API connection. One that is in that state already stays as it is, without a trace in the log.
 * Either way a recent sign-in is asked: the one stops every integration at once, the other opens a door again.
 *
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required, not_found
 */
export async function switchLegacyKey(ctx: Context, { isOn }: { isOn: boolean }): Promise<void> {
  const { companyId } = requirePermission(ctx, "legacy:manage");
  requireFreshSignIn(ctx);
  await inTransaction(ctx, async (tx) => {
    const changed = await setDisabled(tx.db, companyId, isOn ? null : tx.now);
    if (!changed) {
      if (!(await findLegacyKey(tx.db, companyId))) throw new Refusal("not_found");
      return;
    }
    const action = isOn ? "legacy_key.enabled" : "legacy_key.disabled";
    await record(tx, { action, companyId, target: { kind: "legacy_key", id: changed.id, name: changed.key } });
  });
}
