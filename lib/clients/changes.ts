import "server-only";
import { DEVICE_CODE, TOKEN_EXCHANGE } from "@/lib/apis/grant-types";
import type { ApiChoice, Group } from "@/lib/apis/offered";
import type { Context } from "@/lib/context";
import { fieldRefusal } from "@/lib/errors";
import { type AuthMethod, authenticationProblem, keysToKeep } from "./authentication";
import { requireGroup, requireOptional, requireResourceServer } from "./choices";
import { jwkNames, storedJwkSet } from "./jwk-set";
import { changedFields, type Editable, FROM_DOCUMENT } from "./rules";
import type { AdditionalGrantType, ClientChanges, GrantType, IdTokenAlgorithm } from "./schema";
import { findEditable } from "./store";
import { requireUsableKeys } from "./usable-keys";

type Row = NonNullable<Awaited<ReturnType<typeof findEditable>>>;

/** A client as it is before an edit. */
export type Current = Editable & Omit<Row, keyof Editable | "grantType"> & { readonly grantType: GrantType };
export type Changes = Partial<Editable>;
/** The group and the API that an edit chooses; null: it chooses none. */
export type Offered = Readonly<{ group: Group | null; api: ApiChoice | null }>;

export async function currentOf(ctx: Context, scoped: { companyId: string; id: string }): Promise<Current | null> {
  const row = await findEditable(ctx.db, scoped);
  return (
    row && {
      ...row,
      grantType: row.grantType as GrantType,
      authMethod: row.authMethod as AuthMethod,
      jwks: storedJwkSet(row.jwks),
      additionalGrantTypes: row.additionalGrantTypes as AdditionalGrantType[],
      idTokenAlgorithm: row.idTokenAlgorithm as IdTokenAlgorithm,
    }
  );
}

/** Keys that are given take the place of those at an address, and the other way round; with a secret there are none. */
function keysAsked(current: Current, { authMethod = current.authMethod, jwks, jwksUri }: ClientChanges) {
  return keysToKeep({
    authMethod,
    jwks: jwks === undefined ? (jwksUri ? null : current.jwks) : jwks,
    jwksUri: jwksUri === undefined ? (jwks ? null : current.jwksUri) : jwksUri,
  });
}

/** What the input changes in the client as it is. */
export function changesOf(current: Current, input: ClientChanges): Changes {
  const { id: _id, version: _version, ...asked } = input;
  const all = { ...asked, ...keysAsked(current, input) };
  return Object.fromEntries(changedFields(current, all).map((field) => [field, all[field]]));
}

function requireAuthentication(next: Current): void {
  const problem = authenticationProblem(next);
  if (problem) throw fieldRefusal(problem.field, problem.code);
  // Without PKCE it is the secret alone that a client is bound by.
  if (next.isClassic && next.authMethod !== "client_secret") throw fieldRefusal("authMethod", "classicNeedsSecret");
}

function requireFlows({ grantType, isPublic, additionalGrantTypes, redirectUris }: Current): void {
  const isOwn = grantType === "client_credentials";
  if (isOwn && additionalGrantTypes.includes(DEVICE_CODE)) throw fieldRefusal("additionalGrantTypes", "notOffered");
  if (isPublic && additionalGrantTypes.includes(TOKEN_EXCHANGE))
    throw fieldRefusal("additionalGrantTypes", "exchangeNeedsSecret");
  if (!isOwn && redirectUris.length === 0 && !additionalGrantTypes.includes(DEVICE_CODE))
    throw fieldRefusal("redirectUris", "required");
}

/**
 * What the client would be must be possible, and what the edit chooses must be offered.
 * @throws Refusal invalid_input
 */
export async function requirePossible(
  ctx: Context,
  companyId: string,
  { current, changes }: { current: Current; changes: Changes },
): Promise<Offered> {
  const own = current.origin === "document" && FROM_DOCUMENT.find((field) => field in changes);
  if (own) throw fieldRefusal(own, "fromDocument");
  const next = { ...current, ...changes };
  requireAuthentication(next);
  requireFlows(next);
  if (changes.jwks) await requireUsableKeys(changes.jwks);
  const { resourceServerId = null, permissionGroupId } = changes;
  const api = await requireResourceServer(ctx, companyId, { resourceServerId, isPublic: current.isPublic });
  const group = permissionGroupId === undefined ? null : await requireGroup(ctx, companyId, permissionGroupId);
  if (changes.optionalScopes && !group) {
    const stays = await requireGroup(ctx, companyId, current.permissionGroupId);
    requireOptional(changes.optionalScopes, stays, current.optionalScopes);
  }
  return { api, group };
}

/** In another group, what it does not have cannot be left out of it. */
export function withinGroup(current: Current, changes: Changes, { group }: Offered): Changes {
  if (!group) return changes;
  const before = changes.optionalScopes ?? current.optionalScopes;
  const optionalScopes = before.filter((optional) => group.scopes.some(({ key }) => key === optional));
  if (optionalScopes.join() !== current.optionalScopes.join()) return { ...changes, optionalScopes };
  const { optionalScopes: _same, ...others } = changes;
  return others;
}

/** Two lines for each changed field, `name.before` and `name.after`. Groups, APIs and keys are told by their names. */
export function beforeAndAfter(current: Current, changes: Changes, { group, api }: Offered) {
  const { permissionGroupId, resourceServerId, jwks, ...plain } = changes;
  const lines = (Object.keys(plain) as (keyof typeof plain)[]).map(
    (field) => [field, current[field], plain[field] ?? null] as const,
  );
  const named = [
    ...(permissionGroupId === undefined ? [] : [["permissionGroup", current.permissionGroup.name, group?.name]]),
    ...(resourceServerId === undefined ? [] : [["resourceServer", current.resourceServer?.name, api?.name]]),
    ...(jwks === undefined ? [] : [["jwks", jwkNames(current.jwks), jwkNames(jwks)]]),
  ] as const;
  return Object.fromEntries(
    [...lines, ...named].flatMap(([field, before, after]) => [
      [`${field}.before`, before ?? null],
      [`${field}.after`, after ?? null],
    ]),
  ) as Record<string, string | boolean | null | string[]>;
}
