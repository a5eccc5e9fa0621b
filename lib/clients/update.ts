import "server-only";
import type { ApiChoice, Group } from "@/lib/apis/offered";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { isUniqueViolation } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { fieldRefusal, Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { requireGroup, requireResourceServer, standingScopes } from "./choices";
import { changedFields, type Editable } from "./rules";
import type { ClientChanges } from "./schema";
import { findEditable, updateClientRow, updateStandingGrant } from "./store";

type Current = NonNullable<Awaited<ReturnType<typeof findEditable>>>;
type Changes = Partial<Editable>;
type Offered = { group: Group | null; api: ApiChoice | null };

/** What the input changes in the client as it is. */
function changesOf(current: Current, { id: _id, version: _version, ...asked }: ClientChanges): Changes {
  const fields = changedFields(current, asked).filter(
    // A client that acts for itself asks no person, so it has neither callback URLs (RFC 6749 §4.4) nor requests to push.
    (field) => current.grantType === "authorization_code" || (field !== "redirectUris" && field !== "requiresPar"),
  );
  return Object.fromEntries(fields.map((field) => [field, asked[field]]));
}

async function requireOffered(
  ctx: Context,
  companyId: string,
  asked: Changes & { isPublic: boolean },
): Promise<Offered> {
  const { redirectUris, permissionGroupId, resourceServerId = null, isPublic } = asked;
  if (redirectUris?.length === 0) throw fieldRefusal("redirectUris", "required");
  const api = await requireResourceServer(ctx, companyId, { resourceServerId, isPublic });
  return { api, group: permissionGroupId === undefined ? null : await requireGroup(ctx, companyId, permissionGroupId) };
}

/** Two lines for each changed field, `name.before` and `name.after`. A group and an API are told by their names. */
function beforeAndAfter(current: Current, changes: Changes, { group, api }: Offered) {
  const { permissionGroupId, resourceServerId, ...plain } = changes;
  const lines = (Object.keys(plain) as (keyof typeof plain)[]).map(
    (field) => [field, current[field], plain[field] ?? null] as const,
  );
  const named = [
    ...(permissionGroupId === undefined ? [] : [["permissionGroup", current.permissionGroup.name, group?.name]]),
    ...(resourceServerId === undefined ? [] : [["resourceServer", current.resourceServer?.name, api?.name]]),
  ] as const;
  return Object.fromEntries(
    [...lines, ...named].flatMap(([field, before, after]) => [
      [`${field}.before`, before ?? null],
      [`${field}.after`, after ?? null],
    ]),
  );
}

async function change(ctx: Context, companyId: string, input: ClientChanges): Promise<{ version: number }> {
  const { id, version } = input;
  const current = await findEditable(ctx.db, { companyId, id });
  if (!current) throw new Refusal("not_found");
  if (current.version !== version) throw new Refusal("changed_meanwhile");
  const changes = changesOf(current, input);
  if (Object.keys(changes).length === 0) return { version };
  const offered = await requireOffered(ctx, companyId, { ...changes, isPublic: current.isPublic });
  if (!(await updateClientRow(ctx.db, { companyId, id, version }, changes))) throw new Refusal("changed_meanwhile");
  const scopes = offered.group && standingScopes(offered.group);
  if (scopes && current.grantType === "client_credentials") await updateStandingGrant(ctx.db, id, scopes);
  await record(ctx, {
    action: "client.updated",
    companyId,
    target: { kind: "client", id, name: changes.name ?? current.name },
    details: beforeAndAfter(current, changes, offered),
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
