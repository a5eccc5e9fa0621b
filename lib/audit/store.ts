import "server-only";
import type { Db } from "@/lib/db/client";
import { containing } from "@/lib/db/like";
import type { Prisma } from "@/lib/generated/prisma/client";
import { COUNT_LIMIT, type Cursor } from "@/lib/paging";

const EVENT = {
  id: true,
  at: true,
  actorKind: true,
  actorId: true,
  actorName: true,
  action: true,
  targetKind: true,
  targetId: true,
  targetName: true,
  details: true,
  outcome: true,
  ip: true,
  userAgent: true,
  requestId: true,
} as const satisfies Prisma.AuditEventSelect;
export type EventRow = Prisma.AuditEventGetPayload<{ select: typeof EVENT }>;

export type EventsWanted = {
  companyId: string;
  /** A piece of the name of actor or target. */
  search: string | null;
  actions: readonly string[];
  actorId: string | null;
  targetId: string | null;
  requestId: string | null;
  ip: string | null;
  outcome: string | null;
  /** From this instant on, and before that one. */
  from: Date | null;
  before: Date | null;
};

const named = (search: string): Prisma.AuditEventWhereInput => {
  const contains = containing(search);
  return { OR: [{ actorName: contains }, { targetName: contains }] };
};

const where = (wanted: EventsWanted): Prisma.AuditEventWhereInput => ({
  companyId: wanted.companyId,
  ...(wanted.search && named(wanted.search)),
  ...(wanted.actions.length > 0 && { action: { in: [...wanted.actions] } }),
  ...(wanted.actorId && { actorId: wanted.actorId }),
  ...(wanted.targetId && { targetId: wanted.targetId }),
  ...(wanted.requestId && { requestId: wanted.requestId }),
  ...(wanted.ip && { ip: wanted.ip }),
  ...(wanted.outcome && { outcome: wanted.outcome }),
  at: { ...(wanted.from && { gte: wanted.from }), ...(wanted.before && { lt: wanted.before }) },
});

/** The first condition follows from the second; only with it does the index begin where the page does. */
const older = (cursor: Cursor | null): Prisma.AuditEventWhereInput =>
  cursor ? { at: { lte: cursor.at }, OR: [{ at: { lt: cursor.at } }, { id: { lt: cursor.id } }] } : {};

type Page = { cursor: Cursor | null; size: number };

/** One row more than the page, which tells that there is another; in the order of the log's own index. */
export const listEventRows = (db: Db, wanted: EventsWanted, { cursor, size }: Page): Promise<EventRow[]> =>
  db.auditEvent.findMany({
    where: { AND: [where(wanted), older(cursor)] },
    select: EVENT,
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: size + 1,
  });

export const countEventRows = (db: Db, wanted: EventsWanted): Promise<number> =>
  db.auditEvent.count({ where: where(wanted), take: COUNT_LIMIT + 1 });

export const findEventRow = (db: Db, companyId: string, id: string): Promise<EventRow | null> =>
  db.auditEvent.findFirst({ where: { id, companyId }, select: EVENT });
