import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { isUniqueViolation } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { fieldRefusal, Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { requireGroup, requireResourceServer } from "./choices";
import { changedFields, type Editable } from "./rules";
import type { ClientChanges } from "./schema";
import { findEditable, updateClientRow, updateStandingGrant } from "./store";

type Current = NonNullable<Awaited<ReturnType<typeof findEditable>>>;

/** The fields that the input names and that differ. */
function changesOf({ version: _version, grantType, isPublic: _isPublic, ...before }: Current, input: ClientChanges) {
  const { id: _id, version: _seen, ...asked } = input;
  const fields = changedFields(before, asked as Partial<Editable>).filter(
    // A client that acts for itself has no callback URLs (RFC 6749 §4.4).
    (field) => field !== "redirectUris" || grantType === "authorization_code",
  );
  return { before, after: Object.fromEntries(fields.map((field) => [field, asked[field]])) as Partial<Editable> };
}

/** One line for each changed field: `name.before`, `name.after`. */
const beforeAndAfter = (before: Editable, after: Partial<Editable>) =>
  Object.fromEntries(
    (Object.keys(after) as (keyof Editable)[]).flatMap((field) => [
      [`${field}.before`, before[field]],
      [`${field}.after`, after[field] ?? null],
    ]),
  );

async function requireOffered(
  ctx: Context,
  companyId: string,
  { current, after }: { current: Current; after: Partial<Editable> },
) {
  if (after.redirectUris?.length === 0) throw fieldRefusal("redirectUris", "required");
  const { resourceServerId = null } = after;
  await requireResourceServer(ctx, companyId, { resourceServerId, isPublic: current.isPublic });
  return after.permissionGroupId === undefined ? null : requireGroup(ctx, companyId, after.permissionGroupId);
}

async function change(ctx: Context, companyId: string, input: ClientChanges): Promise<{ version: number }> {
  const { id, version } = input;
  const current = await findEditable(ctx.db, { companyId, id });
  if (!current) throw new Refusal("not_found");
  if (current.version !== version) throw new Refusal("changed_meanwhile");
  const { before, after } = changesOf(current, input);
  if (Object.keys(after).length === 0) return { version };
  const group = await requireOffered(ctx, companyId, { current, after });
  if (!(await updateClientRow(ctx.db, { companyId, id, version }, after))) throw new Refusal("changed_meanwhile");
  if (group && current.grantType === "client_credentials")
    await updateStandingGrant(
      ctx.db,
      id,
      group.scopes.map(({ key }) => key),
    );
  await record(ctx, {
    action: "client.updated",
    companyId,
    target: { kind: "client", id, name: after.name ?? before.name },
    details: beforeAndAfter(before, after),
  });
  return { version: version + 1 };
}

/**
 * Changes an OAuth user from the version that its editor saw; how it signs in cannot be changed. An edit that changes
 * nothing leaves no trace.
 *
 * @throws Refusal sign_in_required, forbidden, insufficient_scope; not_found; changed_meanwhile; name_taken;
 *   invalid_input: a choice that is not offered, or no callback URL left
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
