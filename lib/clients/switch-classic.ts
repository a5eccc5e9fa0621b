import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { findFlow, setClassic } from "./classic-store";

/**
 * Lets a client use the obsolete classic flow, or takes it back to PKCE: from its next request on. Refresh tokens that
 * the classic flow gave without end rotate from then on. One that is in that state already leaves no trace in the log.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, not_found; unauthorized_client: it is bound by no
 *   secret, or asks no person
 */
export async function switchClassic(ctx: Context, { id, isOn }: { id: string; isOn: boolean }): Promise<void> {
  const { companyId } = requirePermission(ctx, "clients:write");
  await inTransaction(ctx, async (tx) => {
    const name = await setClassic(tx.db, { companyId, id }, isOn);
    if (name === null) {
      const found = await findFlow(tx.db, { companyId, id });
      if (!found) throw new Refusal("not_found");
      if (found.isClassic === isOn) return;
      throw new Refusal("unauthorized_client", { description: "the classic flow is for clients with a secret alone" });
    }
    await record(tx, {
      action: "client.updated",
      companyId,
      target: { kind: "client", id, name },
      details: { "isClassic.before": !isOn, "isClassic.after": isOn },
    });
  });
}
