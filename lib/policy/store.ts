import "server-only";
import type { Db } from "@/lib/db/client";

export type ThrottleRow = { count: number; windowEndsAt: number };

type Attempt = { key: Uint8Array<ArrayBuffer>; limit: number; now: Date; windowEndsAt: Date; latestEnd: Date };

/**
 * Counts one attempt, in a new window if the last one is over, or ends later than `latestEnd` and so is of a time that the
 * clock has gone back from. At the limit nothing is written, so that a flood costs no
 * writes: `isSpent` is then false. Instants go in as numbers: what Prisma writes for a Date has no time zone.
 */
export async function claimAttempt(db: Db, { key, limit, now, windowEndsAt, latestEnd }: Attempt) {
  const [from, to] = [now.getTime(), latestEnd.getTime()];
  const rows = await db.$queryRaw<(ThrottleRow & { isSpent: boolean })[]>`
    WITH spent AS (
      INSERT INTO "Throttle" AS t ("key", "count", "windowEndsAt")
      VALUES (${key}, 1, to_timestamp(${windowEndsAt.getTime()}::float8 / 1000))
      ON CONFLICT ("key") DO UPDATE SET
        "count" = CASE WHEN t."windowEndsAt" > to_timestamp(${from}::float8 / 1000)
          AND t."windowEndsAt" <= to_timestamp(${to}::float8 / 1000) THEN t."count" + 1 ELSE 1 END,
        "windowEndsAt" = CASE WHEN t."windowEndsAt" > to_timestamp(${from}::float8 / 1000)
          AND t."windowEndsAt" <= to_timestamp(${to}::float8 / 1000) THEN t."windowEndsAt" ELSE excluded."windowEndsAt" END
      WHERE t."count" < ${limit}::int OR t."windowEndsAt" <= to_timestamp(${from}::float8 / 1000)
        OR t."windowEndsAt" > to_timestamp(${to}::float8 / 1000)
      RETURNING "count", "windowEndsAt"
    )
    SELECT "count", extract(epoch FROM "windowEndsAt")::float8 * 1000 AS "windowEndsAt", true AS "isSpent" FROM spent
    UNION ALL
    SELECT "count", extract(epoch FROM "windowEndsAt")::float8 * 1000, false FROM "Throttle"
    WHERE "key" = ${key} AND NOT EXISTS (SELECT FROM spent)`;
  return rows[0] ?? null;
}

export async function findThrottle(db: Db, key: Uint8Array<ArrayBuffer>): Promise<ThrottleRow | null> {
  const [row] = await db.$queryRaw<ThrottleRow[]>`
    SELECT "count", extract(epoch FROM "windowEndsAt")::float8 * 1000 AS "windowEndsAt"
    FROM "Throttle" WHERE "key" = ${key}`;
  return row ?? null;
}

/** Stores the id of a proof unless it is there. @returns whether it was this call that stored it */
export const insertSpent = async (db: Db, hash: Uint8Array<ArrayBuffer>, expiresAt: Date): Promise<boolean> =>
  (await db.spentProof.createMany({ data: [{ hash, expiresAt }], skipDuplicates: true })).count === 1;

/** Takes one attempt back. */
export const uncountAttempt = (db: Db, key: Uint8Array<ArrayBuffer>) =>
  db.throttle.updateMany({ where: { key, count: { gt: 0 } }, data: { count: { decrement: 1 } } });

export const deleteThrottle = (db: Db, key: Uint8Array<ArrayBuffer>) => db.throttle.deleteMany({ where: { key } });
