import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import type { RevokeTokens } from "./schema";
import { countOwned, revokeRows } from "./store";

/**
 * Ends tokens of the company for good, at once on every process. All or none: one that is not there ends nothing.
 * One that was revoked before stays as it was; the answer names those that this call ended, each with its own event.
 *
 * @throws Refusal forbidden, insufficient_scope, not_found
 */
export async function revokeTokens(ctx: Context, { ids, reason }: RevokeTokens): Promise<{ revoked: string[] }> {
  const { companyId, userId } = requirePermission(ctx, "tokens:write");
  const unique = [...new Set(ids)];
  return inTransaction(ctx, async (tx) => {
    if ((await countOwned(tx.db, companyId, unique)) !== unique.length) throw new Refusal("not_found");
    const ended = await revokeRows(tx.db, {
      companyId,
      ids: unique,
      at: ctx.now,
      byId: userId,
      reason: reason || null,
    });
    for (const { id, name } of ended)
      await record(tx, {
        action: "personal_token.revoked",
        companyId,
        target: { kind: "personal_token", id, name },
        details: { reason: reason || null },
      });
    return { revoked: ended.map(({ id }) => id) };
  });
}
