import "server-only";
import type { Db } from "@/lib/db/client";

const COMPANY = { id: true, name: true, apiUrl: true, createdAt: true } as const;

export const findCompany = (db: Db, id: string) => db.company.findUnique({ where: { id }, select: COMPANY });

/** Makes other changes of the company wait for this transaction, so that what the log calls "before" is true. */
export const lockCompany = (db: Db, id: string) =>
  db.$queryRaw`SELECT "id" FROM "Company" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;

export const updateCompany = (db: Db, id: string, data: { name: string; apiUrl: string | null }) =>
  db.company.update({ where: { id }, data, select: COMPANY });

export const listMemberships = (db: Db, userId: string) =>
  db.membership.findMany({
    where: { userId },
    select: { role: true, company: { select: { id: true, name: true } } },
    orderBy: { createdAt: "asc" },
  });

export const countMemberships = (db: Db, userId: string, companyId: string) =>
  db.membership.count({ where: { userId, companyId } });

type Session = { sessionId: string; userId: string };

/** Turns a session to another company; false when it ended meanwhile. */
export async function claimView(db: Db, { sessionId, userId }: Session, companyId: string): Promise<boolean> {
  const { count } = await db.session.updateMany({
    where: { id: sessionId, userId, endedAt: null },
    data: { companyId },
  });
  return count === 1;
}
