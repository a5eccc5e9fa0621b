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
import { keysToKeep } from "./authentication";
import { requireGroup, requireOptional, requireResourceServer, standingScopes } from "./choices";
import type { NewClient } from "./schema";
import { insertSecret } from "./secret-store";
import { findBySubmission, insertClient, insertStandingGrant, isNameTaken } from "./store";
import { requireUsableKeys } from "./usable-keys";

export type CreatedClient =
  /** `secret` is shown once, here; a public client has none, nor has one that signs with a key of its own. */
  | { outcome: "created"; id: string; key: string; secret: Secret | null }
  /** The same form was sent before: this is what it made then. The secret left with the first answer. */
  | { outcome: "already_submitted"; id: string; key: string };

const ofPeople = (input: Extract<NewClient, { grantType: "authorization_code" }>) => ({
  redirectUris: input.redirectUris,
  requiresPar: input.requiresPar,
  optionalScopes: input.optionalScopes,
  postLogoutRedirectUris: input.postLogoutRedirectUris,
  idTokenAlgorithm: input.idTokenAlgorithm,
});

/** Named one by one: nothing else of what was sent reaches the row (#400). */
const columnsOf = (input: NewClient) => ({
  name: input.name,
  description: input.description,
  grantType: input.grantType,
  isPublic: input.isPublic,
  siteUrl: input.siteUrl,
  privacyPolicyUrl: input.privacyPolicyUrl,
  licenceUrl: input.licenceUrl,
  permissionGroupId: input.permissionGroupId,
  authMethod: input.authMethod,
  ...keysToKeep(input),
  additionalGrantTypes: input.additionalGrantTypes,
  requiresDpop: input.requiresDpop,
  resourceServerId: input.resourceServerId,
  submissionKey: input.submissionKey,
  ...(input.grantType === "authorization_code" && ofPeople(input)),
});

type Made = { id: string; key: string; name: string };

const detailsOf = ({ grantType, isPublic, authMethod }: NewClient, { made, group }: { made: Made; group: Group }) => ({
  key: made.key,
  grantType,
  isPublic,
  ...(!isPublic && { authMethod }),
  permissionGroup: group.name,
});

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
 * Makes an OAuth user: its key, its secret if it authenticates with one, and the standing authorization of one that acts for
 * itself. However often the same form is sent, there is one.
 *
 * @throws Refusal sign_in_required, forbidden, insufficient_scope; invalid_input: a choice that is not offered; name_taken;
 *   already_submitted: by another company
 */
export async function createClient(ctx: Context, input: NewClient): Promise<CreatedClient> {
  const staff = requirePermission(ctx, "clients:write");
  const { companyId } = staff;
  if (input.jwks) await requireUsableKeys(input.jwks);
  return inTransaction(ctx, async (tx) => {
    const group = await requireGroup(tx, companyId, input.permissionGroupId);
    if (input.grantType === "authorization_code") requireOptional(input.optionalScopes, group);
    await requireResourceServer(tx, companyId, input);
    const made = { id: newId(), key: newKey(), name: input.name };
    const columns = { ...columnsOf(input), ...made, companyId, createdAt: tx.now, createdById: staff.userId };
    if (!(await insertClient(tx.db, columns))) return earlier(tx, companyId, input);
    const hasSecret = !input.isPublic && input.authMethod === "client_secret";
    const secret = hasSecret ? await insertFirstSecret(tx, made) : null;
    await record(tx, {
      action: "client.created",
      companyId,
      target: { kind: "client", id: made.id, name: made.name },
      details: detailsOf(input, { made, group }),
    });
    if (input.grantType === "client_credentials") await authorize(tx, staff, { made, group });
    return { outcome: "created", id: made.id, key: made.key, secret };
  });
}
