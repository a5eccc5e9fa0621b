import "server-only";
import type { Context } from "@/lib/context";
import { cursorOf, type Listed, PAGE_SIZES, pageOf } from "@/lib/paging";
import { requirePermission } from "@/lib/people/may";
import type { ListGrants } from "./schema";
import { countGrants, type Filter, listGrantRows } from "./store";
import { type GrantView, grantViews } from "./view";

/** One page of an owner's grants, newest first. */
export async function grantPage(
  ctx: Context,
  { cursor, size = PAGE_SIZES[0], status = "live", ...asked }: ListGrants,
  scope: Pick<Filter, "owner" | "overSince">,
): Promise<Listed<GrantView>> {
  const filter = { ...asked, ...scope, status, now: ctx.now };
  const from = cursorOf(cursor);
  const [rows, total] = await Promise.all([
    listGrantRows(ctx.db, filter, { cursor: from, size }),
    countGrants(ctx.db, filter),
  ]);
  const page = pageOf(rows, size, total);
  return { ...page, items: await grantViews(ctx, page.items) };
}

/**
 * The app authorizations of the company: live ones unless told otherwise, newest first. `search` looks for a piece of
 * the client's or the person's name.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope (`grants:read`); invalid_cursor
 */
export async function listGrants(ctx: Context, input: ListGrants): Promise<Listed<GrantView>> {
  const { companyId } = requirePermission(ctx, "grants:read");
  return grantPage(ctx, input, { owner: { companyId } });
}
