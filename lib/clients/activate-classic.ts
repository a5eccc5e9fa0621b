import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newId, newKey } from "@/lib/crypto/id";
import { inTransaction } from "@/lib/db/transaction";
import { fieldRefusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { requireGroup } from "./choices";
import type { ClassicClient } from "./classic-schema";
import { type CreatedClient, earlier, insertFirstSecret } from "./create";
import { insertClient } from "./store";

/** What the documented client IDs begin with (X3). */
const PREFIX = "APIK-";

/**
 * Makes an OAuth user for the obsolete classic flow: a key that begins with `APIK-`, a secret that is shown once, here,
 * and its callback URLs. Only where the company's modules offer something of the permission group (X12).
 *
 * @throws Refusal sign_in_required, forbidden, insufficient_scope; invalid_input: a group that is not offered or allows
 *   nothing; name_taken; already_submitted: by another company
 */
export async function activateClassic(ctx: Context, input: ClassicClient): Promise<CreatedClient> {
  const { companyId, userId } = requirePermission(ctx, "clients:write");
  return inTransaction(ctx, async (tx) => {
    const group = await requireGroup(tx, companyId, input.permissionGroupId);
    if (group.scopes.length === 0) throw fieldRefusal("permissionGroupId", "allowsNothing");
    const made = { id: newId(), key: `${PREFIX}${newKey()}`, name: input.name };
    const { redirectUris, permissionGroupId, submissionKey } = input;
    const chosen = { redirectUris, permissionGroupId, submissionKey };
    const kind = { grantType: "authorization_code", isPublic: false, isClassic: true } as const;
    const columns = { ...made, ...chosen, ...kind, jwks: null, companyId, createdAt: tx.now, createdById: userId };
    if (!(await insertClient(tx.db, columns))) return earlier(tx, companyId, input);
    const secret = await insertFirstSecret(tx, made);
    await record(tx, {
      action: "client.created",
      companyId,
      target: { kind: "client", id: made.id, name: made.name },
      details: { key: made.key, ...kind, permissionGroup: group.name },
    });
    return { outcome: "created", id: made.id, key: made.key, secret };
  });
}
