import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { requirePermission } from "@/lib/people/may";
import type { RevokeGrants } from "./schema";
import { type Owner, updateRevoked } from "./store";

type By = { owner: Owner; userId: string };

/** Ends the owner's grants among `ids`, with a line of the log for each that was ended now. */
export const endGrants = (given: Context, { ids, reason }: RevokeGrants, { owner, userId }: By) =>
  inTransaction(given, async (ctx) => {
    const revokedReason = reason || null;
    const ended = await updateRevoked(ctx.db, owner, { ids, revokedAt: ctx.now, revokedById: userId, revokedReason });
    for (const { id, companyId, userId: personId, client } of ended)
      await record(ctx, {
        action: "grant.revoked",
        companyId,
        target: { kind: "grant", id, name: client.name },
        details: { personId, reason: revokedReason },
      });
    return { revoked: ended.length };
  });

/**
 * Takes back app authorizations of the company, for every token of theirs at once: codes, access and refresh tokens
 * count only while their grant does. What is not the company's, or was revoked already, is not touched and not counted.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope (`grants:write`)
 */
export async function revokeGrants(ctx: Context, input: RevokeGrants): Promise<{ revoked: number }> {
  const { companyId, userId } = requirePermission(ctx, "grants:write");
  return endGrants(ctx, input, { owner: { companyId }, userId });
}
