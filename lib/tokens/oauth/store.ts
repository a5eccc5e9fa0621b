import "server-only";
import type { Db } from "@/lib/db/client";
import { chainEndsAt, earlierOf } from "./rules";

type Hash = Buffer<ArrayBuffer>;

/** Ends a family that lives. @returns whether it was this call that ended it */
export const updateFamilyRevoked = async (db: Db, { id, at, reason }: { id: string; at: Date; reason: string }) =>
  (
    await db.tokenFamily.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: at, revokedReason: reason },
    })
  ).count === 1;

export const isFamilyLive = async (db: Db, id: string) =>
  (await db.tokenFamily.count({ where: { id, revokedAt: null } })) === 1;

/** Ends a client's access token that lives. @returns its id, if it was this call that ended it */
export async function updateAccessRevoked(
  db: Db,
  { hashes, clientId, at }: { hashes: Hash[]; clientId: string; at: Date },
) {
  const [row] = await db.accessToken.updateManyAndReturn({
    where: { tokenHash: { in: hashes }, clientId, revokedAt: null },
    data: { revokedAt: at },
    select: { id: true },
  });
  return row?.id ?? null;
}

export const findFamilyOfRefresh = (db: Db, { hashes, clientId }: { hashes: Hash[]; clientId: string }) =>
  db.refreshToken.findFirst({ where: { tokenHash: { in: hashes }, clientId }, select: { familyId: true } });

/** Whose an access token is or was. */
export const findClientOfAccess = async (db: Db, hashes: Hash[]): Promise<string | null> =>
  (await db.accessToken.findFirst({ where: { tokenHash: { in: hashes } }, select: { clientId: true } }))?.clientId ??
  null;

/** The contexts of an access token that was not revoked. */
export const findLiveAccess = (db: Db, hashes: Hash[]) =>
  db.accessToken.findFirst({
    where: { tokenHash: { in: hashes }, revokedAt: null },
    select: { scopes: true, details: true, dpopJkt: true, createdAt: true, expiresAt: true },
  });

export const hasUnusedRefresh = async (db: Db, hash: Uint8Array<ArrayBuffer>) =>
  (await db.refreshToken.count({ where: { tokenHash: hash, usedAt: null } })) === 1;

/** A refresh token that its client could use now, and for whom it acts. */
export async function findLiveRefresh(
  db: Db,
  { hashes, clientId, now }: { hashes: Hash[]; clientId: string; now: Date },
) {
  const row = await db.refreshToken.findFirst({
    where: {
      tokenHash: { in: hashes },
      clientId,
      usedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    select: {
      familyId: true,
      companyId: true,
      userId: true,
      scopes: true,
      details: true,
      createdAt: true,
      expiresAt: true,
    },
  });
  if (!row) return null;
  const { companyId, userId } = row;
  const living = await db.tokenFamily.findFirst({
    where: {
      id: row.familyId,
      revokedAt: null,
      grant: {
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
        user: { id: userId, disabledAt: null, memberships: { some: { companyId } } },
      },
    },
    select: {
      createdAt: true,
      grant: { select: { expiresAt: true, company: { select: { hasAdvancedSecurity: true } } } },
    },
  });
  if (!living) return null;
  const { hasAdvancedSecurity } = living.grant.company;
  const ofChain = chainEndsAt({ expiresAt: row.expiresAt, foundedAt: living.createdAt, hasAdvancedSecurity });
  const expiresAt = earlierOf(ofChain, living.grant.expiresAt);
  return expiresAt && expiresAt <= now ? null : { ...row, expiresAt };
}
