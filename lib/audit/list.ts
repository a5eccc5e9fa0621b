import "server-only";
import { DEFAULT_ZONE, endOfDay, isTimeZone, startOfDay } from "@/lib/calendar";
import type { Context } from "@/lib/context";
import { fieldRefusal } from "@/lib/errors";
import { cursorOf, type Listed, pageOf } from "@/lib/paging";
import { requirePermission } from "@/lib/people/may";
import { type EventView, eventView } from "./read";
import type { EventQuery } from "./schema";
import { countEventRows, type EventsWanted, listEventRows } from "./store";

const PAGE = 25;

function wantedOf(companyId: string, query: EventQuery): EventsWanted {
  const { from, to, zone = DEFAULT_ZONE } = query;
  if (!isTimeZone(zone)) throw fieldRefusal("zone", "invalid");
  return {
    companyId,
    search: query.search || null,
    actions: query.action ?? [],
    actorId: query.actor ?? null,
    targetId: query.target ?? null,
    requestId: query.request ?? null,
    ip: query.address ?? null,
    outcome: query.outcome ?? null,
    from: from ? startOfDay(from, zone) : null,
    before: to ? endOfDay(to, zone) : null,
  };
}

/**
 * One page of the company's transaction log, newest first. Days are those of `zone`, both of them included.
 * @throws Refusal forbidden, insufficient_scope, invalid_cursor, invalid_input (on `zone`)
 */
export async function listEvents(ctx: Context, query: EventQuery): Promise<Listed<EventView>> {
  const { companyId } = requirePermission(ctx, "log:read");
  const wanted = wantedOf(companyId, query);
  const { size = PAGE } = query;
  const cursor = cursorOf(query.cursor);
  const [rows, total] = await Promise.all([
    listEventRows(ctx.db, wanted, { cursor, size }),
    countEventRows(ctx.db, wanted),
  ]);
  const page = pageOf(
    rows.map((row) => ({ ...row, createdAt: row.at })),
    size,
    total,
  );
  return { ...page, items: page.items.map(({ createdAt: _at, ...row }) => eventView(row)) };
}
