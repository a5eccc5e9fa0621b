import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { fieldRefusal, Refusal } from "@/lib/errors";
import { requireFreshSignIn, requirePermission, type Staff } from "@/lib/people/may";
import { removalConfirmation } from "./rules";
import type { RemovedClients } from "./schema";
import { endGrantsOf, listLiving, removeRows } from "./store";

/** A removal has no way back: a person proves who they are and types what they remove (#407). A token can do neither. */
async function requireConfirmation(ctx: Context, companyId: string, { ids, confirmation }: RemovedClients) {
  if (ctx.actor.kind !== "person") return;
  requireFreshSignIn(ctx);
  const names = (await listLiving(ctx.db, companyId, ids)).map(({ name }) => name);
  if (names.length > 0 && confirmation.normalize("NFC") !== removalConfirmation(names))
    throw fieldRefusal("confirmation", "confirmationDiffers");
}

async function remove(ctx: Context, { companyId, userId }: Staff, ids: string[]): Promise<string[]> {
  const { db, now } = ctx;
  const removed = await removeRows(db, { companyId, ids, now });
  if (removed.length === 0) throw new Refusal("not_found");
  const clientIds = removed.map(({ id }) => id);
  const ended = await endGrantsOf(db, { clientIds, by: userId, now });
  for (const { id, name } of removed) {
    const endedGrants = ended.filter((clientId) => clientId === id).length;
    await record(ctx, {
      action: "client.removed",
      companyId,
      target: { kind: "client", id, name },
      details: { endedGrants },
    });
  }
  return clientIds;
}

/**
 * Removes OAuth users and ends all their authorizations, and with them every token, at once. They stay as history.
 *
 * @returns those that this call removed; what is not there, or not there any more, is passed over
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, fresh_sign_in_required; invalid_input: the
 *   confirmation is not what was asked; not_found: none of them is there
 */
export async function removeClients(ctx: Context, input: RemovedClients): Promise<{ removed: string[] }> {
  const staff = requirePermission(ctx, "clients:write");
  return inTransaction(ctx, async (tx) => {
    await requireConfirmation(tx, staff.companyId, input);
    return { removed: await remove(tx, staff, input.ids) };
  });
}
