import "server-only";
import type { Context } from "@/lib/context";
import { requirePermission } from "@/lib/people/may";
import { countWaitingRows, listWaitingRows } from "./store";

/** An application that waits for an administrator to let it in. Its name is what its makers wrote. */
export type WaitingClient = Readonly<{ id: string; name: string; documentUrl: string; since: Date }>;

const MOST = 50;

/**
 * The applications that wait, the longest first, at most fifty.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope
 */
export async function listWaiting(ctx: Context): Promise<WaitingClient[]> {
  const { companyId } = requirePermission(ctx, "clients:read");
  const rows = await listWaitingRows(ctx.db, companyId, MOST);
  return rows.map(({ id, name, documentUrl, awaitsApprovalSince }) => ({
    id,
    name,
    documentUrl: documentUrl ?? "",
    since: awaitsApprovalSince ?? ctx.now,
  }));
}

/** @throws Refusal sign_in_required, forbidden, insufficient_scope */
export async function countWaiting(ctx: Context): Promise<number> {
  const { companyId } = requirePermission(ctx, "clients:read");
  return countWaitingRows(ctx.db, companyId);
}
