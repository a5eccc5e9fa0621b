import "server-only";
import { type Group, permissionGroups } from "@/lib/apis/offered";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { type ClientView, clientView } from "./list";
import { isLiveSecret, type SecretState, secretState } from "./rules";
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
  resourceServer: row.resourceServer,
  disabledAt: row.disabledAt,
  removedAt: row.removedAt,
});

async function makerOf(ctx: Context, id: string | null): Promise<ClientDetail["createdBy"]> {
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
  const [groups, createdBy] = await Promise.all([permissionGroups(ctx, companyId), makerOf(ctx, row.createdById)]);
  const group = groups.find((one) => one.id === row.permissionGroup.id) ?? { ...row.permissionGroup, scopes: [] };
  return {
    ...clientView({ ...row, secrets: row.secrets.filter((secret) => isLiveSecret(secret, ctx.now)) }),
    ...detailed(row),
    group,
    createdBy,
    secrets: row.secrets.map((secret) => ({ ...secret, state: secretState(secret, ctx.now) })),
  };
}
