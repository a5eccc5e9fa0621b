import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newId } from "@/lib/crypto/id";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { requireRestorable } from "./rules";
import type { GrantId } from "./schema";
import { findGrant, insertLiveGrant } from "./store";

/**
 * Gives a client back the standing access that an admin took from it: a new grant, as the old one stays history. Its old
 * tokens stay dead.
 * @returns the new grant's id
 * @throws Refusal sign_in_required, forbidden, insufficient_scope (`grants:write`); not_found; forbidden for a grant that
 * a person gave; unknown_client when the client is disabled or removed; already_exists when it has a live one
 */
export async function restoreGrant(given: Context, { id }: GrantId): Promise<{ id: string }> {
  const { companyId, userId } = requirePermission(given, "grants:write");
  return inTransaction(given, async (ctx) => {
    const old = await findGrant(ctx.db, { companyId }, id);
    if (!old) throw new Refusal("not_found");
    requireRestorable(old);
    const { client, grantType, scopes } = old;
    const restored = {
      id: newId(),
      companyId,
      clientId: client.id,
      userId: null,
      grantType,
      createdAt: ctx.now,
      createdById: userId,
    };
    if (!(await insertLiveGrant(ctx.db, restored, { scopes, details: null, expiresAt: null })))
      throw new Refusal("already_exists");
    await record(ctx, {
      action: "grant.created",
      companyId,
      target: { kind: "grant", id: restored.id, name: client.name },
      details: { scopes, restored: id },
    });
    return { id: restored.id };
  });
}
