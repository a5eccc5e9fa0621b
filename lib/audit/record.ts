import "server-only";
import type { Actor, Context } from "@/lib/context";
import { newId } from "@/lib/crypto/id";
import type { AuditAction } from "./actions";

type Entry = {
  action: AuditAction;
  companyId: string | null;
  target?: { kind: string; id: string; name: string };
  /** What changed, in plain values. Never a secret. */
  details?: Record<string, string | number | boolean | null | string[]>;
  outcome?: "done" | "refused";
};

function nameOf(actor: Actor): { actorId: string | null; actorName: string | null } {
  if (actor.kind === "person") return { actorId: actor.userId, actorName: actor.name };
  if (actor.kind === "token") return { actorId: actor.tokenId, actorName: actor.name };
  if (actor.kind === "client") return { actorId: actor.clientId, actorName: actor.name };
  return { actorId: null, actorName: null };
}

/**
 * Writes one line of the transaction log with `ctx.db`: call it inside the transaction that makes the change, so that
 * neither exists without the other.
 */
export async function record(
  ctx: Context,
  { action, companyId, target, details = {}, outcome = "done" }: Entry,
): Promise<void> {
  await ctx.db.auditEvent.create({
    data: {
      id: newId(),
      companyId,
      at: ctx.now,
      actorKind: ctx.actor.kind,
      ...nameOf(ctx.actor),
      action,
      targetKind: target?.kind ?? null,
      targetId: target?.id ?? null,
      targetName: target?.name ?? null,
      details,
      outcome,
      ip: ctx.origin.ip,
      userAgent: ctx.origin.userAgent,
      requestId: ctx.origin.requestId,
    },
    select: { id: true },
  });
}
