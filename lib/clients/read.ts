import "server-only";
import { type Group, permissionGroups } from "@/lib/apis/offered";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import type { AuthMethod } from "./authentication";
import { type JwkSet, storedJwkSet } from "./jwk-set";
import { type ClientView, clientView } from "./list";
import { isLiveSecret, quietUntil, type SecretState, secretState } from "./rules";
import type { AdditionalGrantType, IdTokenAlgorithm } from "./schema";
import { findClient, findMakerName } from "./store";

export type SecretView = {
  id: string;
  hint: string;
  state: SecretState;
  createdAt: Date;
  /** When it ends, or ended, by itself. */
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  useCount: number;
  /** Who used it last, as far as it is known. */
  lastUsedIp: string | null;
  lastUsedAgent: string | null;
  /** It closes by itself after so many days without a use, and when that will be if it stays quiet. */
  closesAfterQuietDays: number | null;
  quietUntil: Date | null;
};

export type ClientDetail = Omit<ClientView, "group"> & {
  /** With the contexts that it allows at this moment. */
  group: Group;
  /** For the hidden field of the edit form. */
  version: number;
  redirectUris: string[];
  /** Whether it can use the classic flow: a secret binds it, and it acts for people. */
  canBeClassic: boolean;
  /** It must push its authorization requests (RFC 9126 §6). */
  requiresPar: boolean;
  siteUrl: string | null;
  privacyPolicyUrl: string | null;
  licenceUrl: string | null;
  authMethod: AuthMethod;
  /** The public keys of a client that signs assertions, or where they are. */
  jwks: JwkSet | null;
  jwksUri: string | null;
  additionalGrantTypes: AdditionalGrantType[];
  /** Its tokens are bound to a key (RFC 9449 §5.2). */
  requiresDpop: boolean;
  optionalScopes: string[];
  postLogoutRedirectUris: string[];
  idTokenAlgorithm: IdTokenAlgorithm;
  isClassic: boolean;
  /** The document that it describes itself by, which is its client_id, and when that was read last. */
  documentUrl: string | null;
  documentFetchedAt: Date | null;
  awaitsApprovalSince: Date | null;
  verifiedAt: Date | null;
  verifiedBy: { id: string; name: string } | null;
  resourceServer: { id: string; name: string } | null;
  createdBy: { id: string; name: string } | null;
  disabledAt: Date | null;
  removedAt: Date | null;
  /** Newest first, the ended ones included. */
  secrets: SecretView[];
};

type Row = NonNullable<Awaited<ReturnType<typeof findClient>>>;

const detailed = (row: Row) => ({
  version: row.version,
  redirectUris: row.redirectUris,
  canBeClassic: row.grantType === "authorization_code" && !row.isPublic && row.authMethod === "client_secret",
  requiresPar: row.requiresPar,
  siteUrl: row.siteUrl,
  privacyPolicyUrl: row.privacyPolicyUrl,
  licenceUrl: row.licenceUrl,
  authMethod: row.authMethod as AuthMethod,
  jwks: storedJwkSet(row.jwks),
  jwksUri: row.jwksUri,
  additionalGrantTypes: row.additionalGrantTypes as AdditionalGrantType[],
  requiresDpop: row.requiresDpop,
  optionalScopes: row.optionalScopes,
  postLogoutRedirectUris: row.postLogoutRedirectUris,
  idTokenAlgorithm: row.idTokenAlgorithm as IdTokenAlgorithm,
  isClassic: row.isClassic,
  documentUrl: row.documentUrl,
  documentFetchedAt: row.documentFetchedAt,
  awaitsApprovalSince: row.awaitsApprovalSince,
  verifiedAt: row.verifiedAt,
  resourceServer: row.resourceServer,
  disabledAt: row.disabledAt,
  removedAt: row.removedAt,
});

const secretView = ({ quietCountedFrom, ...secret }: Row["secrets"][number], now: Date): SecretView => ({
  ...secret,
  state: secretState(secret, now),
  useCount: Number(secret.useCount),
  quietUntil: isLiveSecret(secret, now) ? quietUntil({ ...secret, quietCountedFrom }) : null,
});

async function personOf(ctx: Context, id: string | null): Promise<ClientDetail["createdBy"]> {
  const name = id === null ? null : await findMakerName(ctx.db, id);
  return id !== null && name !== null ? { id, name } : null;
}

/**
 * One OAuth user in full; a removed one too, as history.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, not_found
 */
export async function readClient(ctx: Context, { id }: { id: string }): Promise<ClientDetail> {
  const { companyId } = requirePermission(ctx, "clients:read");
  const row = await findClient(ctx.db, { companyId, id }, ctx.now);
  if (!row) throw new Refusal("not_found");
  const [groups, createdBy, verifiedBy] = await Promise.all([
    permissionGroups(ctx, companyId),
    personOf(ctx, row.createdById),
    personOf(ctx, row.verifiedById),
  ]);
  const { scopes, ...named } = groups.find((one) => one.id === row.permissionGroup.id) ?? {
    ...row.permissionGroup,
    scopes: [],
  };
  // Nobody signs in to a client that acts for itself.
  const group = {
    ...named,
    scopes: row.grantType === "client_credentials" ? scopes.filter(({ isIdentity }) => !isIdentity) : scopes,
  };
  return {
    ...clientView({ ...row, secrets: row.secrets.filter((secret) => isLiveSecret(secret, ctx.now)) }),
    ...detailed(row),
    group,
    createdBy,
    verifiedBy,
    secrets: row.secrets.map((secret) => secretView(secret, ctx.now)),
  };
}
