import "server-only";
import type { Db } from "@/lib/db/client";

export const findSystemApi = (db: Db, systemKey: "open" | "admin" | "identity") =>
  db.api.findUniqueOrThrow({
    where: { systemKey },
    select: { name: true, audience: true, scopes: { select: { key: true }, orderBy: { position: "asc" } } },
  });

const OWNER = { id: true, agentPolicy: true, registrationPolicy: true, agentGroupId: true } as const;

/** An API of a company, by its audience. */
export async function findCompanyApi(db: Db, audience: string) {
  const api = await db.api.findUnique({
    where: { audience },
    select: { name: true, audience: true, company: { select: OWNER } },
  });
  return api?.company ? { ...api, company: api.company } : null;
}
