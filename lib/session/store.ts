import "server-only";
import type { Db } from "@/lib/db/client";
import { idleLimit } from "./rules";

type Hashes = Uint8Array<ArrayBuffer>[];

const living = (now: Date) => ({ endedAt: null, expiresAt: { gt: now }, lastSeenAt: { gt: idleLimit(now) } });

const MEMBERSHIPS = {
  select: { role: true, companyId: true, company: { select: { name: true } } },
  orderBy: { createdAt: "asc" },
} as const;

/**
 * The session behind a handle with its person and their memberships, unless it ended, expired, was idle too long, or the
 * person is disabled.
 */
export const findLiveSession = (db: Db, handleHashes: Hashes, now: Date) =>
  db.session.findFirst({
    where: { handleHash: { in: handleHashes }, ...living(now), user: { disabledAt: null } },
    select: {
      id: true,
      companyId: true,
      authenticatedAt: true,
      lastSeenAt: true,
      user: { select: { id: true, name: true, email: true, memberships: MEMBERSHIPS } },
    },
  });

export const updateLastSeen = (db: Db, id: string, now: Date) =>
  db.session.updateMany({ where: { id, endedAt: null, lastSeenAt: { lt: now } }, data: { lastSeenAt: now } });

const SIGNING_IN = {
  id: true,
  name: true,
  email: true,
  passwordHash: true,
  disabledAt: true,
  memberships: MEMBERSHIPS,
} as const;

/** An account with what its password is held against. */
export const findAccount = (db: Db, who: { email: string } | { id: string }) =>
  db.user.findUnique({ where: who, select: SIGNING_IN });
export type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

/**
 * Whether the password that was just compared is still the account's, and the account open; true keeps both so until the
 * transaction ends. It writes what is there, as a lock that also checks.
 */
export async function claimPassword(db: Db, { id, passwordHash }: { id: string; passwordHash: string }) {
  const { count } = await db.user.updateMany({ where: { id, passwordHash, disabledAt: null }, data: { passwordHash } });
  return count === 1;
}

type NewSession = {
  id: string;
  handleHash: Buffer<ArrayBuffer>;
  userId: string;
  companyId: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  authenticatedAt: Date;
  expiresAt: Date;
  ip: string | null;
  userAgent: string | null;
};
export const insertSession = (db: Db, session: NewSession) =>
  db.session.create({ data: session, select: { id: true } });

type Owned = { id: string; userId: string };

/** Ends one session of that person: true for exactly one caller. */
export async function claimEnd(db: Db, { id, userId }: Owned, now: Date): Promise<boolean> {
  const { count } = await db.session.updateMany({
    where: { id, userId, endedAt: null, expiresAt: { gt: now } },
    data: { endedAt: now },
  });
  return count === 1;
}

type Renewal = { handleHash: Buffer<ArrayBuffer>; authenticatedAt: Date; now: Date };

/** Gives a session that was not renewed since a new handle and the instant of the password: true for exactly one caller. */
export async function claimRenewal(db: Db, { id, userId }: Owned, { handleHash, authenticatedAt, now }: Renewal) {
  const { count } = await db.session.updateMany({
    where: { id, userId, authenticatedAt, ...living(now) },
    data: { handleHash, authenticatedAt: now, lastSeenAt: now },
  });
  return count === 1;
}

/** More than anybody can look through; the newest come first. */
const MOST_SESSIONS = 100;

export const listLiveSessions = (db: Db, userId: string, now: Date) =>
  db.session.findMany({
    where: { userId, ...living(now) },
    select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true, ip: true, userAgent: true },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
    take: MOST_SESSIONS,
  });

export async function endOthers(db: Db, { id, userId }: Owned, now: Date): Promise<number> {
  const { count } = await db.session.updateMany({
    where: { userId, id: { not: id }, endedAt: null, expiresAt: { gt: now } },
    data: { endedAt: now },
  });
  return count;
}
