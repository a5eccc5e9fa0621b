import "server-only";
import type { Role } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { containing } from "@/lib/db/like";
import { afterCursor, COUNT_LIMIT, type Cursor, ORDER } from "@/lib/paging";

type Found = Readonly<{ companyId: string; search: string }>;

const matching = ({ companyId, search }: Found) => ({
  companyId,
  ...(search && {
    user: {
      OR: [{ name: containing(search) }, { email: containing(search) }],
    },
  }),
});

const MEMBER = {
  id: true,
  role: true,
  createdAt: true,
  user: { select: { id: true, name: true, email: true, disabledAt: true } },
} as const;

export const listMembers = (db: Db, found: Found, page: { cursor: Cursor | null; take: number }) =>
  db.membership.findMany({
    where: { AND: [matching(found), afterCursor(page.cursor)] },
    select: MEMBER,
    orderBy: ORDER,
    take: page.take,
  });

export const countMembers = (db: Db, found: Found) =>
  db.membership.count({ where: matching(found), take: COUNT_LIMIT + 1 });

/** Those of them who have not chosen a password yet. The hashes themselves stay where they are. */
export async function listWithoutPassword(db: Db, userIds: string[]): Promise<Set<string>> {
  const users = await db.user.findMany({ where: { id: { in: userIds }, passwordHash: null }, select: { id: true } });
  return new Set(users.map(({ id }) => id));
}

export async function listLastSignIns(db: Db, userIds: string[]): Promise<Map<string, Date>> {
  const latest = await db.session.groupBy({
    by: ["userId"],
    where: { userId: { in: userIds } },
    _max: { createdAt: true },
  });
  return new Map(latest.flatMap(({ userId, _max }) => (_max.createdAt ? [[userId, _max.createdAt]] : [])));
}

/** A person of the company, and how many companies they belong to. */
export const findMember = (db: Db, companyId: string, userId: string) =>
  db.membership.findUnique({
    where: { userId_companyId: { userId, companyId } },
    select: {
      role: true,
      createdAt: true,
      user: {
        select: { id: true, name: true, email: true, disabledAt: true, _count: { select: { memberships: true } } },
      },
    },
  });
export type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>;

export const findByEmail = (db: Db, email: string) =>
  db.user.findUnique({ where: { email }, select: { id: true, name: true, email: true } });

/** Makes every change of who owns the company wait for this transaction. Always in the same order, so that none blocks another. */
export const lockOwners = (db: Db, companyId: string) =>
  db.$queryRaw`SELECT "id" FROM "Membership" WHERE "companyId" = ${companyId}::uuid AND "role" = 'owner'
    ORDER BY "id" FOR NO KEY UPDATE`;

/** Makes every change of one person's account wait for this transaction. */
export const lockPerson = (db: Db, userId: string) =>
  db.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`;

/** Whether the person is an owner of the company who may sign in. */
export const countLiveOwners = (db: Db, companyId: string, userId: string) =>
  db.membership.count({ where: { companyId, userId, role: "owner", user: { disabledAt: null } } });

export const insertPerson = (db: Db, person: { id: string; email: string; name: string; createdAt: Date }) =>
  db.user.create({ data: person, select: { id: true, name: true, email: true } });

type NewMembership = { id: string; userId: string; companyId: string; role: Role; createdAt: Date };
export const insertMembership = (db: Db, membership: NewMembership) =>
  db.membership.create({ data: membership, select: { id: true } });

export const updateRole = (db: Db, { companyId, userId }: { companyId: string; userId: string }, role: Role) =>
  db.membership.update({
    where: { userId_companyId: { userId, companyId } },
    data: { role },
    select: { id: true },
  });

export const updateDisabledAt = (db: Db, userId: string, disabledAt: Date | null) =>
  db.user.update({ where: { id: userId }, data: { disabledAt }, select: { id: true } });

export const updatePassword = (db: Db, userId: string, passwordHash: string) =>
  db.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } });

/** @returns how many sessions ended */
export async function endSessions(db: Db, ended: { userId: string; at: Date; except: string | null }): Promise<number> {
  const { count } = await db.session.updateMany({
    where: {
      userId: ended.userId,
      endedAt: null,
      expiresAt: { gt: ended.at },
      ...(ended.except && { id: { not: ended.except } }),
    },
    data: { endedAt: ended.at },
  });
  return count;
}

/** Ends what applications hold of the person, refresh tokens included; what was consented to stays. @returns how many chains */
export async function revokeFamilies(db: Db, revoked: { userId: string; at: Date; reason: string }): Promise<number> {
  const { count } = await db.tokenFamily.updateMany({
    where: { revokedAt: null, grant: { userId: revoked.userId } },
    data: { revokedAt: revoked.at, revokedReason: revoked.reason },
  });
  return count;
}

/** Spends the authorization codes of the person that wait to be redeemed: they found no chain any more. */
export const spendCodes = (db: Db, userId: string, now: Date) =>
  db.authorizationCode.updateMany({
    where: { userId, consumedAt: null, expiresAt: { gt: now } },
    data: { consumedAt: now },
  });

const PROFILE = { id: true, name: true, email: true, locale: true, timeZone: true, createdAt: true } as const;

export const findProfile = (db: Db, userId: string) => db.user.findUnique({ where: { id: userId }, select: PROFILE });

type Profile = { name: string; locale: string | null; timeZone: string | null };
export const updateProfile = (db: Db, userId: string, profile: Profile) =>
  db.user.update({ where: { id: userId }, data: profile, select: PROFILE });

type NewInvitation = {
  id: string;
  userId: string;
  tokenHash: Buffer<ArrayBuffer>;
  createdAt: Date;
  createdById: string;
  expiresAt: Date;
};
export const insertInvitation = (db: Db, invitation: NewInvitation) =>
  db.invitation.create({ data: invitation, select: { id: true } });

/** Spends the links that the person still has: an end by the clock alone would depend on whose clock asks. */
export const endInvitations = (db: Db, userId: string, now: Date) =>
  db.invitation.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });

export const findInvitation = (db: Db, tokenHashes: Buffer<ArrayBuffer>[]) =>
  db.invitation.findFirst({
    where: { tokenHash: { in: tokenHashes } },
    select: {
      id: true,
      expiresAt: true,
      usedAt: true,
      user: {
        select: {
          id: true,
          name: true,
          email: true,
          disabledAt: true,
          memberships: {
            select: { company: { select: { id: true, name: true } } },
            orderBy: { createdAt: "asc" },
          },
        },
      },
    },
  });

/** Spends a link: true for exactly one caller. */
export async function claimInvitation(db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}
