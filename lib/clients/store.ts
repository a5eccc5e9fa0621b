import "server-only";
import { newId } from "@/lib/crypto/id";
import type { Db } from "@/lib/db/client";
import { NO_JSON } from "@/lib/db/json";
import { containing, literally } from "@/lib/db/like";
import type { Prisma } from "@/lib/generated/prisma/client";
import { afterCursor, COUNT_LIMIT, type Cursor, ORDER } from "@/lib/paging";
import type { JwkSet } from "./jwk-set";
import type { Editable } from "./rules";
import type { ClientStatus, GrantType } from "./schema";

/** One client of one company: no statement of this room finds another's. */
export type Scoped = Readonly<{ companyId: string; id: string }>;

/** One that was not removed. */
export const living = ({ companyId, id }: Scoped) => ({ id, companyId, removedAt: null });

const liveSecrets = (now: Date) =>
  ({
    where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { hint: true, expiresAt: true, lastUsedAt: true },
    orderBy: ORDER,
  }) satisfies Prisma.Client$secretsArgs;

const listed = (now: Date) =>
  ({
    id: true,
    key: true,
    documentUrl: true,
    name: true,
    description: true,
    grantType: true,
    isPublic: true,
    isClassic: true,
    origin: true,
    verifiedAt: true,
    awaitsApprovalSince: true,
    createdAt: true,
    disabledAt: true,
    removedAt: true,
    lastUsedAt: true,
    useCount: true,
    permissionGroup: { select: { id: true, name: true } },
    secrets: liveSecrets(now),
    _count: {
      select: { grants: { where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] } } },
    },
  }) satisfies Prisma.ClientSelect;

export type ClientFilter = {
  search?: string | undefined;
  grantType?: GrantType | undefined;
  status?: ClientStatus | undefined;
  permissionGroupId?: string | undefined;
};

const BY_STATUS: Record<ClientStatus, Prisma.ClientWhereInput> = {
  active: { removedAt: null, disabledAt: null },
  disabled: { removedAt: null, disabledAt: { not: null } },
  removed: { removedAt: { not: null } },
};

function matching(companyId: string, { search, grantType, status, permissionGroupId }: ClientFilter) {
  const text = search ? containing(search) : null;
  return {
    companyId,
    ...(status ? BY_STATUS[status] : { removedAt: null }),
    ...(grantType && { grantType }),
    ...(permissionGroupId && { permissionGroupId }),
    ...(text && { OR: [{ name: text }, { key: text }, { documentUrl: text }, { description: text }] }),
  } satisfies Prisma.ClientWhereInput;
}

type PageOf = { companyId: string; filter: ClientFilter; cursor: Cursor | null; size: number; now: Date };

export const listClientRows = (db: Db, { companyId, filter, cursor, size, now }: PageOf) =>
  db.client.findMany({
    where: { AND: [matching(companyId, filter), afterCursor(cursor)] },
    select: listed(now),
    orderBy: ORDER,
    take: size + 1,
  });

export const countClientRows = (db: Db, companyId: string, filter: ClientFilter): Promise<number> =>
  db.client.count({ where: matching(companyId, filter), take: COUNT_LIMIT + 1 });

/** What an edit can change, and what decides whether it may. */
const EDITABLE = {
  version: true,
  grantType: true,
  isPublic: true,
  isClassic: true,
  origin: true,
  name: true,
  description: true,
  redirectUris: true,
  requiresPar: true,
  siteUrl: true,
  privacyPolicyUrl: true,
  licenceUrl: true,
  permissionGroupId: true,
  permissionGroup: { select: { id: true, name: true } },
  authMethod: true,
  jwks: true,
  jwksUri: true,
  additionalGrantTypes: true,
  requiresDpop: true,
  optionalScopes: true,
  postLogoutRedirectUris: true,
  idTokenAlgorithm: true,
  resourceServerId: true,
  resourceServer: { select: { id: true, name: true } },
} as const satisfies Prisma.ClientSelect;

const SECRET = {
  id: true,
  hint: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
  useCount: true,
  lastUsedIp: true,
  lastUsedAgent: true,
  closesAfterQuietDays: true,
  quietCountedFrom: true,
} as const satisfies Prisma.ClientSecretSelect;

/** With every secret that it ever had: the ended ones are its history. */
export const findClient = (db: Db, { companyId, id }: Scoped, now: Date) =>
  db.client.findFirst({
    where: { id, companyId },
    select: {
      ...listed(now),
      ...EDITABLE,
      documentFetchedAt: true,
      verifiedById: true,
      createdById: true,
      secrets: { select: SECRET, orderBy: ORDER },
    },
  });

export const findMakerName = async (db: Db, id: string): Promise<string | null> =>
  (await db.user.findUnique({ where: { id }, select: { name: true } }))?.name ?? null;

export const findEditable = (db: Db, scoped: Scoped) =>
  db.client.findFirst({ where: living(scoped), select: EDITABLE });

/** A JSON column has two kinds of null: none, and a value that is null. */
const withKeys = <D extends { jwks?: JwkSet | null }>({ jwks, ...data }: D) => ({
  ...data,
  ...(jwks !== undefined && { jwks: jwks === null ? NO_JSON : (jwks as Prisma.InputJsonValue) }),
});

/** Whether the row is new: false when its name is taken or its form was sent before. The transaction stays usable. */
export const insertClient = async (
  db: Db,
  client: Omit<Prisma.ClientCreateManyInput, "jwks"> & { jwks: JwkSet | null },
): Promise<boolean> => (await db.client.createMany({ data: withKeys(client), skipDuplicates: true })).count === 1;

export const findBySubmission = (db: Db, companyId: string, submissionKey: string) =>
  db.client.findFirst({ where: { companyId, submissionKey }, select: { id: true, key: true } });

/** As the unique index compares: letters in whatever case, `%` and `_` as themselves. */
export const isNameTaken = async (db: Db, companyId: string, name: string): Promise<boolean> => {
  const same = { equals: literally(name), mode: "insensitive" as const };
  return (await db.client.count({ where: { companyId, removedAt: null, name: same }, take: 1 })) > 0;
};

/** Whether this edit was the one that changed `version`. */
export const updateClientRow = async (
  db: Db,
  { version, ...scoped }: Scoped & { version: number },
  data: Partial<Editable>,
): Promise<boolean> => {
  const where = { ...living(scoped), version };
  return (await db.client.updateMany({ where, data: { ...withKeys(data), version: { increment: 1 } } })).count === 1;
};

/** The client's name if this call changed its state; null if it was in it already, or is not there. */
export async function setDisabled(db: Db, scoped: Scoped, disabledAt: Date | null): Promise<string | null> {
  const where = { ...living(scoped), disabledAt: disabledAt ? null : { not: null } };
  const [changed] = await db.client.updateManyAndReturn({ where, data: { disabledAt }, select: { name: true } });
  return changed?.name ?? null;
}

export const findLivingName = async (db: Db, scoped: Scoped): Promise<string | null> =>
  (await db.client.findFirst({ where: living(scoped), select: { name: true } }))?.name ?? null;

export const listLiving = (db: Db, companyId: string, ids: string[]) =>
  db.client.findMany({ where: { id: { in: ids }, companyId, removedAt: null }, select: { id: true, name: true } });

/** Those that this call removed. */
export const removeRows = (db: Db, { companyId, ids, now }: { companyId: string; ids: string[]; now: Date }) =>
  db.client.updateManyAndReturn({
    where: { id: { in: ids }, companyId, removedAt: null },
    data: { removedAt: now },
    select: { id: true, name: true },
  });

/** A client that acts for itself stands authorized from the beginning, by whoever made it. */
type StandingGrant = { companyId: string; clientId: string; scopes: string[]; createdById: string; createdAt: Date };

export async function insertStandingGrant(db: Db, grant: StandingGrant): Promise<string> {
  const id = newId();
  await db.grant.create({ data: { ...grant, id, grantType: "client_credentials" }, select: { id: true } });
  return id;
}

export const updateStandingGrant = (db: Db, clientId: string, scopes: string[]) =>
  db.grant.updateMany({ where: { clientId, userId: null, revokedAt: null }, data: { scopes } });

/** The client of each grant that ended with it. */
export async function endGrantsOf(
  db: Db,
  { clientIds, by, now }: { clientIds: string[]; by: string; now: Date },
): Promise<string[]> {
  const ended = await db.grant.updateManyAndReturn({
    where: { clientId: { in: clientIds }, revokedAt: null },
    data: { revokedAt: now, revokedById: by, revokedReason: "client_removed" },
    select: { clientId: true },
  });
  return ended.map(({ clientId }) => clientId);
}

/** Marks a client as checked by `by`, or takes the mark away. @returns its name if this call changed that */
export async function setVerified(db: Db, scoped: Scoped, by: { id: string; at: Date } | null): Promise<string | null> {
  const where = { ...living(scoped), verifiedAt: by ? null : { not: null } };
  const data = { verifiedAt: by?.at ?? null, verifiedById: by?.id ?? null };
  const [changed] = await db.client.updateManyAndReturn({ where, data, select: { name: true } });
  return changed?.name ?? null;
}

/** Lets a client in that waits for it. @returns its name if this call did */
export async function setApproved(db: Db, scoped: Scoped): Promise<string | null> {
  const where = { ...living(scoped), awaitsApprovalSince: { not: null } };
  const data = { awaitsApprovalSince: null };
  const [changed] = await db.client.updateManyAndReturn({ where, data, select: { name: true } });
  return changed?.name ?? null;
}
