import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { isUniqueViolation } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { beforeAndAfter, changesOf, currentOf, requirePossible, withinGroup } from "./changes";
import { standingScopes } from "./choices";
import type { ClientChanges } from "./schema";
import { revokeSecretsOf } from "./secret-store";
import { updateClientRow, updateStandingGrant } from "./store";

async function change(ctx: Context, companyId: string, input: ClientChanges): Promise<{ version: number }> {
  const { id, version } = input;
  const current = await currentOf(ctx, { companyId, id });
  if (!current) throw new Refusal("not_found");
  if (current.version !== version) throw new Refusal("changed_meanwhile");
  const asked = changesOf(current, input);
  if (Object.keys(asked).length === 0) return { version };
  const offered = await requirePossible(ctx, companyId, { current, changes: asked });
  const changes = withinGroup(current, asked, offered);
  if (!(await updateClientRow(ctx.db, { companyId, id, version }, changes))) throw new Refusal("changed_meanwhile");
  const scopes = offered.group && standingScopes(offered.group);
  if (scopes && current.grantType === "client_credentials") await updateStandingGrant(ctx.db, id, scopes);
  // A secret that is not asked for any more must not open anything on the day when one is asked for again.
  const endedSecrets = changes.authMethod === "private_key_jwt" ? await revokeSecretsOf(ctx.db, id, ctx.now) : [];
  await record(ctx, {
    action: "client.updated",
    companyId,
    target: { kind: "client", id, name: changes.name ?? current.name },
    details: { ...beforeAndAfter(current, changes, offered), ...(endedSecrets.length > 0 && { endedSecrets }) },
  });
  return { version: version + 1 };
}

/**
 * Changes an OAuth user from the version that its editor saw. Its grant type, and whether it is public, cannot be changed;
 * one that is to sign with a key loses its secrets at once. An edit that changes nothing leaves no trace.
 *
 * @throws Refusal sign_in_required, forbidden, insufficient_scope; not_found; changed_meanwhile; name_taken;
 *   invalid_input: a choice that is not offered, keys that cannot be used, or no callback URL left
 */
export async function updateClient(ctx: Context, input: ClientChanges): Promise<{ version: number }> {
  const { companyId } = requirePermission(ctx, "clients:write");
  try {
    return await inTransaction(ctx, (tx) => change(tx, companyId, input));
  } catch (error) {
    // The name is all that an edit can make twice.
    if (isUniqueViolation(error)) throw new Refusal("name_taken", { fields: { name: { code: "nameTaken" } } });
    throw error;
  }
}
