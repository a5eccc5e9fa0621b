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

/** What signs the ID tokens of all clients that can sign somebody in, each once. */
export const listIdTokenAlgorithms = async (db: Db): Promise<string[]> =>
  (
    await db.client.findMany({
      where: {
        grantType: "authorization_code",
        removedAt: null,
        permissionGroup: { scopes: { some: { scope: { key: "openid", api: { systemKey: "identity" } } } } },
      },
      select: { idTokenAlgorithm: true },
      distinct: ["idTokenAlgorithm"],
    })
  ).map(({ idTokenAlgorithm }) => idTokenAlgorithm);

export const deleteKeys = async (db: Db, kids: string[]): Promise<number> =>
  (await db.signingKey.deleteMany({ where: { kid: { in: kids } } })).count;
