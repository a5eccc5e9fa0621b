import "server-only";
import type { Context } from "@/lib/context";
import { requirePermission, roleMay } from "@/lib/people/may";
import { findLegacyKey } from "./store";

export type LegacyView = {
  state: "none" | "active" | "disabled";
  /** Who may create, rotate, disable and reveal: the owner alone. Others see that it exists. */
  mayManage: boolean;
  connection: {
    key: string;
    createdAt: Date;
    rotatedAt: Date | null;
    disabledAt: Date | null;
    lastUsedAt: Date | null;
    useCount: number;
  } | null;
};

/**
 * The company's API connection, without its secret.
 * @throws Refusal sign_in_required, forbidden
 */
export async function readLegacyKey(ctx: Context): Promise<LegacyView> {
  const { companyId } = requirePermission(ctx, "legacy:read");
  const mayManage =
    ctx.actor.kind === "person" && ctx.actor.membership !== null && roleMay(ctx.actor.membership.role, "legacy:manage");
  const row = await findLegacyKey(ctx.db, companyId);
  if (!row) return { state: "none", mayManage, connection: null };
  const { id: _id, useCount, ...shown } = row;
  return {
    state: row.disabledAt ? "disabled" : "active",
    mayManage,
    connection: { ...shown, useCount: Number(useCount) },
  };
}
