import "server-only";
import type { Db } from "@/lib/db/client";

/** The deletions of the sweep: at most `limit` rows that ended before an instant; each gives how many it deleted. */

const expired = (before: Date) => ({ expiresAt: { lt: before } });

export const deleteRequests = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.authorizationRequest.deleteMany({ where: expired(before), limit })).count;

export const deleteCodes = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.authorizationCode.deleteMany({ where: expired(before), limit })).count;

export const deleteAccessTokens = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.accessToken.deleteMany({ where: expired(before), limit })).count;

export const deleteRefreshTokens = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.refreshToken.deleteMany({ where: expired(before), limit })).count;

export const deleteThrottles = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.throttle.deleteMany({ where: { windowEndsAt: { lt: before } }, limit })).count;

export const deleteSessions = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.session.deleteMany({ where: { OR: [{ endedAt: { lt: before } }, expired(before)] }, limit })).count;
