import "server-only";
import type { Db } from "@/lib/db/client";

type Asked = { companyId: string; now: Date; grantedBefore: Date; longestMs: number };

/** Of the refresh tokens that work: those that end later than `longestMs` after their authorization, and those whose
 * authorization is older than that. */
export async function countOverAge(db: Db, { companyId, now, grantedBefore, longestMs }: Asked) {
  const [row] = await db.$queryRaw<{ limited: number; ending: number }[]>`
    SELECT count(*)::int AS "limited", count(*) FILTER (WHERE f."createdAt" <= ${grantedBefore}::timestamptz)::int AS "ending"
    FROM "RefreshToken" r
    JOIN "TokenFamily" f ON f."id" = r."familyId" AND f."revokedAt" IS NULL
    JOIN "Grant" g ON g."id" = r."grantId" AND g."revokedAt" IS NULL
    WHERE g."companyId" = ${companyId}::uuid AND r."usedAt" IS NULL
      AND (r."expiresAt" IS NULL OR (r."expiresAt" > ${now}::timestamptz
        AND r."expiresAt" > f."createdAt" + ${longestMs}::float8 * interval '1 millisecond'))`;
  return row ?? { limited: 0, ending: 0 };
}
