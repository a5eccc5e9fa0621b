import "server-only";
import type { Db } from "@/lib/db/client";
import { containing } from "@/lib/db/like";
import type { Prisma } from "@/lib/generated/prisma/client";
import { afterCursor, COUNT_LIMIT, type Cursor, ORDER } from "@/lib/paging";

const GRANT = {
  id: true,
  grantType: true,
  scopes: true,
  createdAt: true,
  lastAccessAt: true,
  useCount: true,
  revokedAt: true,
  revokedById: true,
  revokedReason: true,
  company: { select: { id: true, name: true } },
  client: {
    select: { id: true, key: true, name: true, description: true, siteUrl: true, disabledAt: true, removedAt: true },
  },
  user: { select: { id: true, name: true, email: true } },
} as const satisfies Prisma.GrantSelect;

export type GrantRow = Prisma.GrantGetPayload<{ select: typeof GRANT }>;

/** Whose grants: a company's, or a person's own, whatever the company. */
export type Owner = { companyId: string } | { userId: string };

export type Filter = {
  owner: Owner;
  status: "live" | "revoked" | "all";
  clientId?: string | undefined;
  search?: string | undefined;
  /** Revoked ones that ended before are left out. */
  revokedSince?: Date;
};

function matching({ owner, status, clientId, search, revokedSince }: Filter): Prisma.GrantWhereInput {
  const like = search ? containing(search) : null;
  const recent = revokedSince ? [{ OR: [{ revokedAt: null }, { revokedAt: { gte: revokedSince } }] }] : [];
  return {
    ...owner,
    ...(clientId && { clientId }),
    ...(status !== "all" && { revokedAt: status === "live" ? null : { not: null } }),
    AND: [...recent, ...(like ? [{ OR: [{ client: { name: like } }, { user: { name: like } }] }] : [])],
  };
}

export const listGrantRows = (db: Db, filter: Filter, { cursor, size }: { cursor: Cursor | null; size: number }) =>
  db.grant.findMany({
    where: { AND: [matching(filter), afterCursor(cursor)] },
    select: GRANT,
    orderBy: ORDER,
    take: size + 1,
  });

export const countGrants = (db: Db, filter: Filter) =>
  db.grant.count({ where: matching(filter), take: COUNT_LIMIT + 1 });

export const findGrant = (db: Db, owner: Owner, id: string) =>
  db.grant.findFirst({ where: { ...owner, id }, select: GRANT });

/** The names of the people who revoked something. */
export const listNames = (db: Db, userIds: string[]) =>
  db.user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true } });

export const findLivePersonGrant = (db: Db, clientId: string, userId: string) =>
  db.grant.findFirst({ where: { clientId, userId, revokedAt: null }, select: { id: true, scopes: true } });

type NewGrant = {
  id: string;
  companyId: string;
  clientId: string;
  userId: string | null;
  grantType: string;
  scopes: string[];
  createdAt: Date;
  createdById: string;
};

/** Makes the one live grant that there can be, unless it is there: then false, and nothing is written. */
export async function insertLiveGrant(db: Db, data: NewGrant): Promise<boolean> {
  const { count } = await db.grant.createMany({ data: [data], skipDuplicates: true });
  return count === 1;
}

/**
 * The live grant of a client and a person, held for this transaction: until it ends nobody widens or revokes it. One that
 * was revoked while we waited for it is not given.
 */
export async function lockLivePersonGrant(db: Db, clientId: string, userId: string) {
  const [row] = await db.$queryRaw<{ id: string; scopes: string[] }[]>`
    SELECT "id", "scopes" FROM "Grant"
    WHERE "clientId" = ${clientId}::uuid AND "userId" = ${userId}::uuid AND "revokedAt" IS NULL
    FOR UPDATE`;
  return row ?? null;
}

export const updateScopes = (db: Db, id: string, scopes: string[]) =>
  db.grant.update({ where: { id }, data: { scopes }, select: { id: true } });

type Revocation = { revokedAt: Date; revokedById: string; revokedReason: string | null };

/** Ends those of the grants that live and are the owner's, and tells which they were. */
export const updateRevoked = (db: Db, owner: Owner, { ids, ...data }: Revocation & { ids: string[] }) =>
  db.grant.updateManyAndReturn({
    where: { ...owner, id: { in: ids }, revokedAt: null },
    data,
    select: { id: true, companyId: true, userId: true, client: { select: { name: true } } },
  });
