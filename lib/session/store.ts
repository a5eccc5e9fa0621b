import "server-only";
import type { Db } from "@/lib/db/client";

/** The session behind a handle with its person and their memberships, unless it ended, expired, or the person is disabled. */
export const findLiveSession = (db: Db, handleHashes: Uint8Array<ArrayBuffer>[], now: Date) =>
  db.session.findFirst({
    where: { handleHash: { in: handleHashes }, endedAt: null, expiresAt: { gt: now }, user: { disabledAt: null } },
    select: {
      id: true,
      companyId: true,
      authenticatedAt: true,
      lastSeenAt: true,
      user: {
        select: {
          id: true,
          name: true,
          email: true,
          memberships: {
            select: { role: true, companyId: true, company: { select: { name: true } } },
            orderBy: { createdAt: "asc" },
          },
        },
      },
    },
  });
