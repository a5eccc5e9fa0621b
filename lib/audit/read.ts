import "server-only";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import type { AuditAction } from "./actions";
import { type EventRow, findEventRow } from "./store";

type Details = Record<string, string | number | boolean | null | string[]>;

/**
 * One line of the transaction log. Names are those of that moment, kept by value, so that the line says the same after
 * a person or a token was renamed or is gone.
 */
export type EventView = Readonly<{
  id: string;
  at: Date;
  actor: Readonly<{ kind: string; id: string | null; name: string | null }>;
  action: AuditAction;
  target: Readonly<{ kind: string; id: string; name: string }> | null;
  details: Details;
  outcome: "done" | "refused";
  ip: string | null;
  userAgent: string | null;
  requestId: string;
}>;

export function eventView(row: EventRow): EventView {
  const { actorKind, actorId, actorName, targetKind, targetId, targetName, action, details, outcome, ...shown } = row;
  return {
    ...shown,
    actor: { kind: actorKind, id: actorId, name: actorName },
    action: action as AuditAction,
    target: targetKind && targetId ? { kind: targetKind, id: targetId, name: targetName ?? "" } : null,
    details: details as Details,
    outcome: outcome === "refused" ? "refused" : "done",
  };
}

/**
 * One event of the company's log.
 * @throws Refusal forbidden, insufficient_scope, not_found
 */
export async function readEvent(ctx: Context, { id }: { id: string }): Promise<EventView> {
  const { companyId } = requirePermission(ctx, "log:read");
  const row = await findEventRow(ctx.db, companyId, id);
  if (!row) throw new Refusal("not_found");
  return eventView(row);
}
