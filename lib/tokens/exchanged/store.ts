import "server-only";
import type { Db } from "@/lib/db/client";

/** Ends a token that a client made by exchange and that lives. @returns its id, if it was this call that ended it */
export async function updateExchangedRevoked(
  db: Db,
  { hashes, clientId, at }: { hashes: Buffer<ArrayBuffer>[]; clientId: string; at: Date },
) {
  const [row] = await db.exchangedToken.updateManyAndReturn({
    where: { tokenHash: { in: hashes }, clientId, revokedAt: null },
    data: { revokedAt: at },
    select: { id: true },
  });
  return row?.id ?? null;
}
