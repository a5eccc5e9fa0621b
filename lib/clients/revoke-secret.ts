import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { isLiveSecret } from "./rules";
import type { SecretId } from "./schema";
import { listSecrets, lockClient, revokeSecretRow } from "./secret-store";

/**
 * Ends one of two secrets at once. The last that lives cannot be ended: disable or remove the client instead.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope; not_found: no such secret lives; last_secret
 */
export async function revokeSecret(ctx: Context, { id, secretId }: SecretId): Promise<void> {
  const { companyId } = requirePermission(ctx, "clients:write");
  await inTransaction(ctx, async (tx) => {
    const client = await lockClient(tx.db, { companyId, id });
    if (!client) throw new Refusal("not_found");
    const live = (await listSecrets(tx.db, id)).filter((secret) => isLiveSecret(secret, tx.now));
    const chosen = live.find((secret) => secret.id === secretId);
    if (!chosen) throw new Refusal("not_found");
    if (live.length === 1) throw new Refusal("last_secret");
    await revokeSecretRow(tx.db, secretId, tx.now);
    await record(tx, {
      action: "client_secret.revoked",
      companyId,
      target: { kind: "client", id, name: client.name },
      details: { hint: chosen.hint },
    });
  });
}
