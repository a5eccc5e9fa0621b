import "server-only";
import { MOST_KEPT } from "@/lib/clients/failures/rules";
import type { Db } from "@/lib/db/client";

/** The deletions of the sweep: at most `limit` rows that ended before an instant; each gives how many it deleted. */

const expired = (before: Date) => ({ expiresAt: { lt: before } });

export const deleteRequests = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.authorizationRequest.deleteMany({ where: expired(before), limit })).count;

export const deletePushed = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.pushedRequest.deleteMany({ where: expired(before), limit })).count;

export const deleteDevices = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.deviceRequest.deleteMany({ where: expired(before), limit })).count;

export const deleteCodes = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.authorizationCode.deleteMany({ where: expired(before), limit })).count;

export const deleteAccessTokens = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.accessToken.deleteMany({ where: expired(before), limit })).count;

export const deleteExchangedTokens = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.exchangedToken.deleteMany({ where: expired(before), limit })).count;

export const deleteRefreshTokens = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.refreshToken.deleteMany({ where: expired(before), limit })).count;

export const deleteThrottles = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.throttle.deleteMany({ where: { windowEndsAt: { lt: before } }, limit })).count;

export const deleteSpentProofs = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.spentProof.deleteMany({ where: expired(before), limit })).count;

export const deleteSessions = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.session.deleteMany({ where: { OR: [{ endedAt: { lt: before } }, expired(before)] }, limit })).count;

/** Failed requests of long ago. */
export const deleteFailures = async (db: Db, before: Date, limit: number): Promise<number> =>
  (await db.failedRequest.deleteMany({ where: { at: { lt: before } }, limit })).count;

/** Of each client those that came before its fifty newest. */
export const deleteOlderFailures = (db: Db, _before: Date, limit: number): Promise<number> => db.$executeRaw`
  DELETE FROM "FailedRequest" WHERE "id" IN (
    SELECT r."id" FROM (
      SELECT "id", row_number() OVER (PARTITION BY "clientId" ORDER BY "at" DESC, "id" DESC) AS "n" FROM "FailedRequest"
    ) r WHERE r."n" > ${MOST_KEPT}
    LIMIT ${limit})`;

/** Families of which nothing is left: no code, no access token, no refresh token. */
export const deleteFamilies = (db: Db, before: Date, limit: number): Promise<number> => db.$executeRaw`
  DELETE FROM "TokenFamily" WHERE "id" IN (
    SELECT f."id" FROM "TokenFamily" f
    WHERE f."createdAt" < ${before}
      AND NOT EXISTS (SELECT FROM "AuthorizationCode" c WHERE c."familyId" = f."id")
      AND NOT EXISTS (SELECT FROM "RefreshToken" r WHERE r."familyId" = f."id")
      AND NOT EXISTS (SELECT FROM "AccessToken" a WHERE a."grantId" = f."grantId" AND a."familyId" = f."id")
    LIMIT ${limit})`;
