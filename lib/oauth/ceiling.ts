import "server-only";
import { type OfferedScope, permissionGroups } from "@/lib/apis/offered";
import type { Context } from "@/lib/context";

type Bounded = { companyId: string; permissionGroupId: string };

/** The most that a client can have at this moment: the contexts of its permission group that are offered now. */
export async function ceilingOf(ctx: Pick<Context, "db">, client: Bounded): Promise<OfferedScope[]> {
  const groups = await permissionGroups(ctx, client.companyId);
  return groups.find(({ id }) => id === client.permissionGroupId)?.scopes ?? [];
}
