import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import type { Asker } from "./issued";
import { isFamilyLive, updateFamilyRevoked } from "./store";

type End = {
  familyId: string;
  client: Asker;
  reason: "replayed_code" | "replayed_refresh_token" | "revoked_by_client";
};

/**
 * Ends every token that descends from one authorization code, and no other device's (RFC 9700 §4.14.2); audited once,
 * however often it is called.
 */
export async function endFamily(asked: Context, { familyId, client, reason }: End): Promise<void> {
  // A token that is replayed without end costs one read each time.
  if (!(await isFamilyLive(asked.db, familyId))) return;
  await inTransaction(asked, async (ctx) => {
    if (!(await updateFamilyRevoked(ctx.db, { id: familyId, at: ctx.now, reason }))) return;
    await record(ctx, {
      action: reason === "revoked_by_client" ? "token_family.revoked" : "token_family.replayed",
      companyId: client.companyId,
      target: { kind: "token_family", id: familyId, name: client.name },
      details: { client: client.name, reason },
    });
  });
}
