import "server-only";
import type { Db } from "@/lib/db/client";
import type { Prisma } from "@/lib/generated/prisma/client";

export const findLegacyKey = (db: Db, companyId: string) =>
  db.legacyKey.findUnique({
    where: { companyId },
    select: {
      id: true,
      key: true,
      createdAt: true,
      rotatedAt: true,
      disabledAt: true,
      lastUsedAt: true,
      useCount: true,
    },
  });

/** With the hash, to replace that secret and no later one. */
export const findForRotation = (db: Db, companyId: string) =>
  db.legacyKey.findUnique({ where: { companyId }, select: { id: true, key: true, secretHash: true } });

/** With the ciphertext. Its only caller has the right, the sign-in, the terms and the log behind it. */
export const findSealedSecret = (db: Db, companyId: string) =>
  db.legacyKey.findUnique({ where: { companyId }, select: { id: true, key: true, secretCiphertext: true } });

/** Whether it is the company's first: the transaction stays usable when it is not. */
export const insertLegacyKey = async (db: Db, data: Prisma.LegacyKeyCreateManyInput): Promise<boolean> =>
  (await db.legacyKey.createMany({ data, skipDuplicates: true })).count === 1;

type Rotation = {
  id: string;
  seenHash: Uint8Array<ArrayBuffer>;
  secretHash: Uint8Array<ArrayBuffer>;
  secretCiphertext: Uint8Array<ArrayBuffer>;
  rotatedAt: Date;
};

/** Whether the secret was still the one that was seen. */
export const replaceSecret = async (db: Db, { id, seenHash, ...data }: Rotation): Promise<boolean> =>
  (await db.legacyKey.updateMany({ where: { id, secretHash: seenHash }, data })).count === 1;

/** The key if this call changed its state; null if it was in it already, or there is none. */
export async function setDisabled(db: Db, companyId: string, disabledAt: Date | null) {
  const where = { companyId, disabledAt: disabledAt ? null : { not: null } };
  const [changed] = await db.legacyKey.updateManyAndReturn({
    where,
    data: { disabledAt },
    select: { id: true, key: true },
  });
  return changed ?? null;
}
