import "server-only";
import type { Db } from "@/lib/db/client";

type Hashes = Buffer<ArrayBuffer>[];

const idOf = (row: { clientId: string } | null): string | null => row?.clientId ?? null;

/** The client that holds what a request presents; whether that still works is not asked here. */
export const HOLDERS = {
  code: async (db: Db, hashes: Hashes) =>
    idOf(await db.authorizationCode.findFirst({ where: { codeHash: { in: hashes } }, select: { clientId: true } })),
  refresh_token: async (db: Db, hashes: Hashes) =>
    idOf(await db.refreshToken.findFirst({ where: { tokenHash: { in: hashes } }, select: { clientId: true } })),
  token: async (db: Db, hashes: Hashes) => {
    const where = { tokenHash: { in: hashes } };
    const refresh = await db.refreshToken.findFirst({ where, select: { clientId: true } });
    return idOf(refresh ?? (await db.accessToken.findFirst({ where, select: { clientId: true } })));
  },
  device_code: async (db: Db, hashes: Hashes) =>
    idOf(await db.deviceRequest.findFirst({ where: { deviceCodeHash: { in: hashes } }, select: { clientId: true } })),
  request_uri: async (db: Db, hashes: Hashes) =>
    idOf(await db.pushedRequest.findFirst({ where: { referenceHash: { in: hashes } }, select: { clientId: true } })),
} as const;
