import "server-only";
import type { Context } from "@/lib/context";
import { cursorOf, type Listed, pageOf } from "@/lib/paging";
import { requirePermission } from "@/lib/people/may";
import { clientStatus } from "./rules";
import type { ClientQuery, ClientStatus, GrantType, Origin } from "./schema";
import { countClientRows, listClientRows } from "./store";

const PAGE = 25;

/** Of a secret there is its last four characters, never more. */
export type ClientView = {
  id: string;
  key: string;
  name: string;
  description: string;
  grantType: GrantType;
  isPublic: boolean;
  /** It uses the obsolete classic flow. */
  isClassic: boolean;
  status: ClientStatus;
  origin: Origin;
  /** It gets nothing before an administrator lets it in. */
  awaitsApproval: boolean;
  /** An administrator has checked who is behind it. */
  isVerified: boolean;
  group: { id: string; name: string };
  liveSecrets: { hint: string; expiresAt: Date | null; lastUsedAt: Date | null }[];
  /** How many authorizations stand at this moment. */
  liveAuthorizations: number;
  createdAt: Date;
  lastUsedAt: Date | null;
  useCount: number;
};

type Row = Awaited<ReturnType<typeof listClientRows>>[number];

/** What list and detail say in common. */
export const clientView = (row: Row): ClientView => ({
  id: row.id,
  key: row.documentUrl ?? row.key,
  name: row.name,
  description: row.description,
  grantType: row.grantType as GrantType,
  isPublic: row.isPublic,
  isClassic: row.isClassic,
  status: clientStatus(row),
  origin: row.origin as Origin,
  awaitsApproval: row.awaitsApprovalSince !== null,
  isVerified: row.verifiedAt !== null,
  group: row.permissionGroup,
  liveSecrets: row.secrets.map(({ hint, expiresAt, lastUsedAt }) => ({ hint, expiresAt, lastUsedAt })),
  liveAuthorizations: row._count.grants,
  createdAt: row.createdAt,
  lastUsedAt: row.lastUsedAt,
  useCount: Number(row.useCount),
});

/**
 * The company's OAuth users, newest first.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, invalid_cursor
 */
export async function listClients(ctx: Context, input: ClientQuery): Promise<Listed<ClientView>> {
  const { companyId } = requirePermission(ctx, "clients:read");
  const { cursor, size = PAGE, ...filter } = input;
  const asked = { companyId, filter, cursor: cursorOf(cursor), size, now: ctx.now };
  const [rows, total] = await Promise.all([listClientRows(ctx.db, asked), countClientRows(ctx.db, companyId, filter)]);
  return pageOf(rows.map(clientView), size, total);
}
