import "server-only";
import type { Db } from "@/lib/db/client";
import { days } from "@/lib/duration";
import { ORDER } from "@/lib/paging";
import type { AuthMethod } from "./authentication";
import type { Scoped } from "./store";

/**
 * Holds the client's row until the transaction ends, so that its secrets are counted and changed by one at a time.
 * Tokens are issued meanwhile: NO KEY UPDATE does not wait for the foreign keys of others, nor they for it.
 */
export async function lockClient(db: Db, { companyId, id }: Scoped) {
  const [row] = await db.$queryRaw<{ name: string; isPublic: boolean; authMethod: AuthMethod }[]>`
    SELECT "name", "isPublic", "authMethod" FROM "Client"
    WHERE "id" = ${id}::uuid AND "companyId" = ${companyId}::uuid AND "removedAt" IS NULL
    FOR NO KEY UPDATE`;
  return row ?? null;
}

/** Newest first; every one that no one revoked, ended or not. */
export const listSecrets = (db: Db, clientId: string) =>
  db.clientSecret.findMany({
    where: { clientId, revokedAt: null },
    select: {
      id: true,
      hint: true,
      expiresAt: true,
      revokedAt: true,
      lastUsedAt: true,
      closesAfterQuietDays: true,
      quietCountedFrom: true,
    },
    orderBy: ORDER,
  });

type SecretRow = { id: string; clientId: string; secretHash: Buffer<ArrayBuffer>; hint: string; createdAt: Date };

export const insertSecret = (db: Db, data: SecretRow) => db.clientSecret.create({ data, select: { id: true } });

export const updateSecretEnd = (db: Db, id: string, expiresAt: Date | null) =>
  db.clientSecret.update({ where: { id }, data: { expiresAt }, select: { id: true } });

/** From `from` on its silence counts; null: it does not close by itself any more. */
export const updateQuietDays = (db: Db, id: string, quiet: { days: number; from: Date } | null) =>
  db.clientSecret.update({
    where: { id },
    data: { closesAfterQuietDays: quiet?.days ?? null, quietCountedFrom: quiet?.from ?? null },
    select: { id: true },
  });

export const revokeSecretRow = (db: Db, id: string, revokedAt: Date) =>
  db.clientSecret.update({ where: { id }, data: { revokedAt }, select: { id: true } });

/** Ends every secret of a client. @returns what tells those apart that lived until now */
export async function revokeSecretsOf(db: Db, clientId: string, now: Date): Promise<string[]> {
  const where = { clientId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  const data = { revokedAt: now };
  return (await db.clientSecret.updateManyAndReturn({ where, data, select: { hint: true } })).map(({ hint }) => hint);
}

/**
 * Clients with a secret that has been quiet for as long as it may be, and another one that lives. A disabled client can't
 * be anything but quiet.
 */
export const listQuiet = (db: Db, now: Date, limit: number) => db.$queryRaw<Scoped[]>`
  SELECT DISTINCT c."id", c."companyId"
  FROM (SELECT to_timestamp(${now.getTime()}::float8 / 1000)) AS n("at"), "ClientSecret" s
  JOIN "Client" c ON c."id" = s."clientId"
  WHERE s."closesAfterQuietDays" IS NOT NULL AND s."revokedAt" IS NULL AND (s."expiresAt" IS NULL OR s."expiresAt" > n."at")
    AND GREATEST(s."lastUsedAt", s."quietCountedFrom") + make_interval(days => s."closesAfterQuietDays") <= n."at"
    AND EXISTS (
      SELECT FROM "ClientSecret" o WHERE o."clientId" = c."id" AND o."id" <> s."id"
        AND o."revokedAt" IS NULL AND (o."expiresAt" IS NULL OR o."expiresAt" > n."at")
    )
    AND c."removedAt" IS NULL AND c."disabledAt" IS NULL
  ORDER BY c."id" LIMIT ${limit}`;

/** Ends a secret unless it was used meanwhile. @returns whether it was this call that ended it */
export async function closeIfQuiet(db: Db, id: string, { now, quietDays }: { now: Date; quietDays: number }) {
  const since = new Date(now.getTime() - days(quietDays));
  const where = {
    id,
    revokedAt: null,
    closesAfterQuietDays: quietDays,
    AND: [
      { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      { OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: since } }] },
    ],
  };
  return (await db.clientSecret.updateMany({ where, data: { expiresAt: now } })).count === 1;
}
