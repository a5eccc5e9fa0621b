import "server-only";
import { type Db, JSON_NOTHING } from "@/lib/db/client";
import { literally } from "@/lib/db/like";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { DescribedClient } from "./rules";

const DOCUMENT = {
  id: true,
  key: true,
  companyId: true,
  name: true,
  isPublic: true,
  redirectUris: true,
  authMethod: true,
  siteUrl: true,
  privacyPolicyUrl: true,
  licenceUrl: true,
  verifiedAt: true,
  documentUrl: true,
  documentFetchedAt: true,
  documentExpiresAt: true,
  awaitsApprovalSince: true,
  disabledAt: true,
  removedAt: true,
} as const;

export type DocumentRow = Prisma.ClientGetPayload<{ select: typeof DOCUMENT }>;

/** The client of a document at one company; a removed one too. */
export const findDocumentClient = (db: Db, companyId: string, documentUrl: string) =>
  db.client.findUnique({ where: { companyId_documentUrl: { companyId, documentUrl } }, select: DOCUMENT });

/** The living client with this id, if it is the document's. */
export const findDocumentClientById = (db: Db, id: string, documentUrl: string) =>
  db.client.findFirst({ where: { id, documentUrl, removedAt: null }, select: DOCUMENT });

/** What a description sets in a row, whether it makes one or renews it. */
const columns = ({ jwks, ...rest }: Described) => ({
  ...rest,
  jwks: jwks ? (jwks as Prisma.InputJsonValue) : JSON_NOTHING,
});

type Described = DescribedClient & { name: string };

/** Of a client with a document alone. */
type Dates = { documentFetchedAt: Date; documentExpiresAt: Date };

type Made = Described & {
  id: string;
  companyId: string;
  key: string;
  permissionGroupId: string;
  createdAt: Date;
  origin: "dynamic" | "document";
};

/** @returns whether the row is new: false when the document has one at this company already */
export const insertDescribed = async (
  db: Db,
  made: Made,
  document: (Dates & { documentUrl: string; awaitsApprovalSince: Date | null }) | null,
): Promise<boolean> => {
  const data = { ...made, ...columns(made), ...document, grantType: "authorization_code" };
  return (await db.client.createMany({ data: [data], skipDuplicates: true })).count === 1;
};

/** The version of a row that a renewal was made from: of several at once one writes. */
type Seen = Pick<DocumentRow, "id" | "documentFetchedAt" | "removedAt">;

const seen = ({ id, documentFetchedAt, removedAt }: Seen) => ({ id, documentFetchedAt, removedAt });

/** What is new in the document. @returns whether it was this call that wrote it */
export const updateDescribed = async (
  db: Db,
  row: Seen,
  { dates, described }: { dates: Dates; described: Described },
) =>
  (
    await db.client.updateMany({
      where: seen(row),
      data: { ...columns(described), ...dates, version: { increment: 1 } },
    })
  ).count === 1;

/** The document says what it said. */
export const updateDates = (db: Db, row: Seen, dates: Dates) => db.client.updateMany({ where: seen(row), data: dates });

type Return = { permissionGroupId: string; awaitsApprovalSince: Date | null };

/** Lets a client that was removed begin anew. @returns whether it was this call that did */
export const updateReturned = async (db: Db, row: Seen, { permissionGroupId, awaitsApprovalSince }: Return) =>
  (
    await db.client.updateMany({
      where: { ...seen(row), removedAt: { not: null } },
      data: {
        permissionGroupId,
        awaitsApprovalSince,
        removedAt: null,
        disabledAt: null,
        verifiedAt: null,
        verifiedById: null,
      },
    })
  ).count === 1;

/** What an administrator checked is not what the document says now. */
export const updateUnverified = async (db: Db, id: string) =>
  (
    await db.client.updateMany({
      where: { id, verifiedAt: { not: null } },
      data: { verifiedAt: null, verifiedById: null },
    })
  ).count === 1;

/** Nobody needs to let it in any more. */
export const updateAdmitted = (db: Db, id: string) =>
  db.client.updateMany({ where: { id, awaitsApprovalSince: { not: null } }, data: { awaitsApprovalSince: null } });

type SecretRow = { id: string; clientId: string; secretHash: Buffer<ArrayBuffer>; hint: string; createdAt: Date };

export const insertFirstSecret = (db: Db, data: SecretRow) => db.clientSecret.create({ data, select: { id: true } });

/** Whether a client that people made or checked has this name, in whatever case. */
export const isTrustedName = async (db: Db, companyId: string, name: string): Promise<boolean> =>
  (await db.client.count({
    where: {
      companyId,
      removedAt: null,
      name: { equals: literally(name), mode: "insensitive" },
      OR: [{ origin: "console" }, { verifiedAt: { not: null } }],
    },
    take: 1,
  })) > 0;

const WAITING = { id: true, name: true, documentUrl: true, awaitsApprovalSince: true } as const;

const waiting = (companyId: string) => ({ companyId, removedAt: null, awaitsApprovalSince: { not: null } });

export const listWaitingRows = (db: Db, companyId: string, most: number) =>
  db.client.findMany({
    where: waiting(companyId),
    select: WAITING,
    orderBy: [{ awaitsApprovalSince: "asc" }, { id: "asc" }],
    take: most,
  });

export const countWaitingRows = (db: Db, companyId: string): Promise<number> =>
  db.client.count({ where: waiting(companyId) });

/**
 * Removes clients that described themselves and were of use to nobody since `before`: without an authorization that
 * stands, and without a request that waits. One that an administrator disabled or checked stays: so does what they said
 * of it.
 */
export const removeUnused = (
  db: Db,
  { before, now, limit }: { before: Date; now: Date; limit: number },
): Promise<{ id: string; companyId: string; name: string; origin: string }[]> => db.$queryRaw`
  UPDATE "Client" c SET "removedAt" = ${now}
  WHERE c."id" IN (
    SELECT u."id" FROM "Client" u
    WHERE u."origin" <> 'console' AND u."removedAt" IS NULL AND u."disabledAt" IS NULL AND u."verifiedAt" IS NULL
      AND coalesce(u."lastUsedAt", u."createdAt") < ${before}
      AND (u."documentFetchedAt" IS NULL OR u."documentFetchedAt" < ${before})
      AND NOT EXISTS (SELECT FROM "Grant" g WHERE g."clientId" = u."id" AND g."revokedAt" IS NULL)
      AND NOT EXISTS (SELECT FROM "AuthorizationRequest" r WHERE r."clientId" = u."id" AND r."expiresAt" > ${now})
      AND NOT EXISTS (SELECT FROM "PushedRequest" p WHERE p."clientId" = u."id" AND p."expiresAt" > ${now})
      AND NOT EXISTS (SELECT FROM "DeviceRequest" d WHERE d."clientId" = u."id" AND d."expiresAt" > ${now})
    ORDER BY u."id" LIMIT ${limit})
    AND c."removedAt" IS NULL
  RETURNING c."id", c."companyId", c."name", c."origin"`;
