import "server-only";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import type { GrantId } from "./schema";
import { findGrant } from "./store";
import { type DescribedGrant, describedGrants, grantViews } from "./view";

/**
 * One app authorization of the company, with its contexts in words.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope (`grants:read`); not_found
 */
export async function readGrant(ctx: Context, { id }: GrantId): Promise<DescribedGrant> {
  const { companyId } = requirePermission(ctx, "grants:read");
  const row = await findGrant(ctx.db, { companyId }, id);
  const [view] = row ? await describedGrants(ctx, await grantViews(ctx, [row])) : [];
  if (!view) throw new Refusal("not_found");
  return view;
}
