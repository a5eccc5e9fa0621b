import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { isLiveSecret } from "./rules";
import type { SecretChanges } from "./schema";
import { listSecrets, lockClient, updateQuietDays } from "./secret-store";

/**
 * Lets a secret close by itself once it was not used for so many days, counted from now at the earliest; null: not any
 * more. The last that lives never closes by itself.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope; not_found: no such secret lives
 */
export async function setQuietDays(ctx: Context, { id, secretId, closesAfterQuietDays: days }: SecretChanges) {
  const { companyId } = requirePermission(ctx, "clients:write");
  await inTransaction(ctx, async (tx) => {
    const client = await lockClient(tx.db, { companyId, id });
    if (!client) throw new Refusal("not_found");
    const secret = (await listSecrets(tx.db, id)).find((one) => one.id === secretId && isLiveSecret(one, tx.now));
    if (!secret) throw new Refusal("not_found");
    if (secret.closesAfterQuietDays === days) return;
    await updateQuietDays(tx.db, secretId, days === null ? null : { days, from: tx.now });
    await record(tx, {
      action: "client.updated",
      companyId,
      target: { kind: "client", id, name: client.name },
      details: {
        hint: secret.hint,
        "closesAfterQuietDays.before": secret.closesAfterQuietDays,
        "closesAfterQuietDays.after": days,
      },
    });
  });
}
