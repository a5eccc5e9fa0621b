import "server-only";
import type { Group } from "@/lib/apis/offered";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId, newKey } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission, type Staff } from "@/lib/people/may";
import { requireGroup, requireResourceServer, standingScopes } from "./choices";
import type { NewClient } from "./schema";
import { findBySubmission, insertClient, insertSecret, insertStandingGrant, isNameTaken } from "./store";

export type CreatedClient =
  /** `secret` is shown once, here; a public client has none. */
  | { outcome: "created"; id: string; key: string; secret: Secret | null }
  /** The same form was sent before: this is what it made then. The secret left with the first answer. */
  | { outcome: "already_submitted"; id: string; key: string };

/** Named one by one: nothing else of what was sent reaches the row (#400). */
const columnsOf = (input: NewClient) => ({
  name: input.name,
  description: input.description,
  grantType: input.grantType,
  isPublic: input.isPublic,
  redirectUris: input.grantType === "authorization_code" ? input.redirectUris : [],
  requiresPar: input.grantType === "authorization_code" && input.requiresPar,
  siteUrl: input.siteUrl,
  privacyPolicyUrl: input.privacyPolicyUrl,
  licenceUrl: input.licenceUrl,
  permissionGroupId: input.permissionGroupId,
  resourceServerId: input.resourceServerId,
  submissionKey: input.submissionKey,
});

type Made = { id: string; key: string; name: string };

export async function insertFirstSecret(ctx: Context, { id: clientId }: Made): Promise<Secret> {
  const secret = newCredential("clientSecret");
  const { hint } = secret;
  const secretHash = hashOf(secret.reveal());
  await insertSecret(ctx.db, { id: newId(), clientId, secretHash, hint, createdAt: ctx.now });
  return secret;
}

/** No person takes part in client credentials (RFC 6749 §4.4): whoever makes the client authorizes it. */
async function authorize(ctx: Context, { companyId, userId }: Staff, { made, group }: { made: Made; group: Group }) {
  const scopes = standingScopes(group);
  const id = await insertStandingGrant(ctx.db, {
    companyId,
    clientId: made.id,
    scopes,
    createdById: userId,
    createdAt: ctx.now,
  });
  await record(ctx, {
    action: "grant.created",
    companyId,
    target: { kind: "grant", id, name: made.name },
    details: { clientId: made.id, grantType: "client_credentials", scopes },
  });
}

/** Why there is no new row: its form made one before, or another client has the name. */
export async function earlier(
  ctx: Context,
  companyId: string,
  { submissionKey, name }: Pick<NewClient, "submissionKey" | "name">,
): Promise<CreatedClient> {
  const first = submissionKey === null ? null : await findBySubmission(ctx.db, companyId, submissionKey);
  if (first) return { outcome: "already_submitted", ...first };
  if (submissionKey === null || (await isNameTaken(ctx.db, companyId, name)))
    throw new Refusal("name_taken", { fields: { name: { code: "nameTaken" } } });
  // Another company's form had this key: of what it made nothing is told.
  throw new Refusal("already_submitted");
}

/**
 * Makes an OAuth user: its key, its secret unless it is public, and the standing authorization of one that acts for
 * itself. However often the same form is sent, there is one.
 *
 * @throws Refusal sign_in_required, forbidden, insufficient_scope; invalid_input: a choice that is not offered; name_taken;
 *   already_submitted: by another company
 */
export async function createClient(ctx: Context, input: NewClient): Promise<CreatedClient> {
  const staff = requirePermission(ctx, "clients:write");
  const { companyId } = staff;
  return inTransaction(ctx, async (tx) => {
    const group = await requireGroup(tx, companyId, input.permissionGroupId);
    await requireResourceServer(tx, companyId, input);
    const made = { id: newId(), key: newKey(), name: input.name };
    const columns = { ...columnsOf(input), ...made, companyId, createdAt: tx.now, createdById: staff.userId };
    if (!(await insertClient(tx.db, columns))) return earlier(tx, companyId, input);
    const secret = input.isPublic ? null : await insertFirstSecret(tx, made);
    await record(tx, {
      action: "client.created",
      companyId,
      target: { kind: "client", id: made.id, name: made.name },
      details: { key: made.key, grantType: input.grantType, isPublic: input.isPublic, permissionGroup: group.name },
    });
    if (input.grantType === "client_credentials") await authorize(tx, staff, { made, group });
    return { outcome: "created", id: made.id, key: made.key, secret };
  });
}
