import "server-only";
import type { Db } from "@/lib/db/client";
import { living, type Scoped } from "./store";

/** The client's name if this call changed its flow; null if it has that flow already, cannot have it, or is not there. */
export async function setClassic(db: Db, scoped: Scoped, isClassic: boolean): Promise<string | null> {
  const bySecret = { isPublic: false, grantType: "authorization_code", authMethod: "client_secret" };
  const [changed] = await db.client.updateManyAndReturn({
    where: { ...living(scoped), ...bySecret, isClassic: !isClassic },
    data: { isClassic, version: { increment: 1 } },
    select: { name: true },
  });
  return changed?.name ?? null;
}

export const findFlow = (db: Db, scoped: Scoped) =>
  db.client.findFirst({ where: living(scoped), select: { isClassic: true } });
