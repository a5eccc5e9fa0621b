import "server-only";
import type { Db } from "@/lib/db/client";

export const listKeys = (db: Db) =>
  db.signingKey.findMany({
    select: {
      kid: true,
      algorithm: true,
      generation: true,
      publicJwk: true,
      privateKeySealed: true,
      activeAt: true,
    },
    orderBy: [{ algorithm: "asc" }, { generation: "asc" }],
  });

export type KeyRow = Awaited<ReturnType<typeof listKeys>>[number];

type NewKey = Omit<KeyRow, "publicJwk"> & { publicJwk: Record<string, string>; createdAt: Date };

/** Stores a key unless its generation is there. @returns whether it was this call that stored it */
export const insertKey = async (db: Db, data: NewKey): Promise<boolean> =>
  (await db.signingKey.createMany({ data: [data], skipDuplicates: true })).count === 1;

export const deleteKeys = async (db: Db, kids: string[]): Promise<number> =>
  (await db.signingKey.deleteMany({ where: { kid: { in: kids } } })).count;
