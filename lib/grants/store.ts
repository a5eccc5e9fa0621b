import "server-only";
import { type Db, NO_JSON } from "@/lib/db/client";
import { containing } from "@/lib/db/like";
import type { Prisma } from "@/lib/generated/prisma/client";
import { afterCursor, COUNT_LIMIT, type Cursor, ORDER } from "@/lib/paging";
import type { Choice } from "./rules";

const GRANT = {
  id: true,
  grantType: true,
  scopes: true,
  details: true,
  expiresAt: true,
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
  /** `over`: no longer live, for whatever reason. */
  status: "live" | "ended" | "revoked" | "over" | "all";
  now: Date;
  clientId?: string | undefined;
  search?: string | undefined;
  /** Those that were over before are left out. */
  overSince?: Date;
};

/** The same as `statusOf` says of each, in the words of a query. */
function withStatus(db: Db, { status, now }: Pick<Filter, "status" | "now">): Prisma.GrantWhereInput {
  const isUnended = { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  const itsEnd = db.grant.fields.expiresAt;
  switch (status) {
    case "all":
      return {};
    case "live":
      return { revokedAt: null, ...isUnended };
    case "ended":
      return { expiresAt: { lte: now }, OR: [{ revokedAt: null }, { revokedAt: { gte: itsEnd } }] };
    case "revoked":
      return { revokedAt: { not: null }, OR: [...isUnended.OR, { revokedAt: { lt: itsEnd } }] };
    case "over":
      return { OR: [{ revokedAt: { not: null } }, { expiresAt: { lte: now } }] };
  }
}

const lastedUntil = (since: Date): Prisma.GrantWhereInput => ({
  AND: [
    { OR: [{ revokedAt: null }, { revokedAt: { gte: since } }] },
    { OR: [{ expiresAt: null }, { expiresAt: { gte: since } }] },
  ],
});

function matching(db: Db, { owner, clientId, search, overSince, ...state }: Filter): Prisma.GrantWhereInput {
  const like = search ? containing(search) : null;
  return {
    ...owner,
    ...(clientId && { clientId }),
    AND: [
      withStatus(db, state),
      ...(overSince ? [lastedUntil(overSince)] : []),
      ...(like ? [{ OR: [{ client: { name: like } }, { user: { name: like } }] }] : []),
    ],
  };
}

export const listGrantRows = (db: Db, filter: Filter, { cursor, size }: { cursor: Cursor | null; size: number }) =>
  db.grant.findMany({
    where: { AND: [matching(db, filter), afterCursor(cursor)] },
    select: GRANT,
    orderBy: ORDER,
    take: size + 1,
  });

export const countGrants = (db: Db, filter: Filter) =>
  db.grant.count({ where: matching(db, filter), take: COUNT_LIMIT + 1 });

export const findGrant = (db: Db, owner: Owner, id: string) =>
  db.grant.findFirst({ where: { ...owner, id }, select: GRANT });

/** The names of the people who revoked something. */
export const listNames = (db: Db, userIds: string[]) =>
  db.user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true } });

const CHOSEN = { id: true, scopes: true, details: true, expiresAt: true } as const;

export const findLivePersonGrant = (db: Db, { clientId, userId }: { clientId: string; userId: string }, now: Date) =>
  db.grant.findFirst({
    where: { clientId, userId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: CHOSEN,
  });

type NewGrant = {
  id: string;
  companyId: string;
  clientId: string;
  userId: string | null;
  grantType: string;
  createdAt: Date;
  createdById: string;
};

const stored = ({ scopes, details, expiresAt }: Choice) => ({
  scopes: [...scopes],
  details: details === null ? NO_JSON : (details as unknown as Prisma.InputJsonValue),
  expiresAt,
});

/** Makes the one live grant that there can be, unless it is there: then false, and nothing is written. */
export async function insertLiveGrant(db: Db, grant: NewGrant, choice: Choice): Promise<boolean> {
  const data = [{ ...grant, ...stored(choice) }];
  const { count } = await db.grant.createMany({ data, skipDuplicates: true });
  return count === 1;
}

/** Waits until no other transaction consents for this person and client, and keeps others waiting until this one ends. */
export const lockConsents = (db: Db, { clientId, userId }: { clientId: string; userId: string }) =>
  db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`consent ${clientId} ${userId}`}, 0))`;

/**
 * The grant of a client and a person that no one revoked, held for this transaction: until it ends nobody widens or
 * revokes it. One that was revoked while we waited for it is not given.
 */
export async function lockPersonGrant(db: Db, { clientId, userId }: { clientId: string; userId: string }) {
  const [row] = await db.$queryRaw<({ id: string } & Choice)[]>`
    SELECT "id", "scopes", "details", "expiresAt" FROM "Grant"
    WHERE "clientId" = ${clientId}::uuid AND "userId" = ${userId}::uuid AND "revokedAt" IS NULL
    FOR UPDATE`;
  return row ?? null;
}

export const updateChoice = (db: Db, id: string, choice: Choice) =>
  db.grant.update({ where: { id }, data: stored(choice), select: { id: true } });

type Ending = { revokedAt: Date; revokedById: string | null; revokedReason: string | null };

/** Ends a grant that is held by this transaction. */
export const updateEnded = (db: Db, id: string, data: Ending) =>
  db.grant.update({ where: { id }, data, select: { id: true } });

type Revocation = { revokedAt: Date; revokedById: string; revokedReason: string | null };

/** Ends those of the grants that live and are the owner's, and tells which they were. */
export const updateRevoked = (db: Db, owner: Owner, { ids, ...data }: Revocation & { ids: string[] }) =>
  db.grant.updateManyAndReturn({
    where: { ...owner, id: { in: ids }, ...withStatus(db, { status: "live", now: data.revokedAt }) },
    data,
    select: { id: true, companyId: true, userId: true, client: { select: { name: true } } },
  });
