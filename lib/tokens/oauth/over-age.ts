import "server-only";
import type { Context } from "@/lib/context";
import { after, days } from "@/lib/duration";
import { requirePermission } from "@/lib/people/may";
import { countOverAge } from "./over-age-store";

/** What the advanced security controls leave a refresh token at the most, from the day on which access was allowed. */
const LONGEST = days(30);

/**
 * How many refresh tokens of the company live longer than the advanced security controls allow, and how many of these are
 * older than that already: what switching them on would shorten, and end at once.
 * @throws Refusal sign_in_required, forbidden
 */
export async function overAge(ctx: Context): Promise<{ limited: number; ending: number }> {
  const { companyId } = requirePermission(ctx, "security:read");
  return countOverAge(ctx.db, { companyId, now: ctx.now, grantedBefore: after(ctx.now, -LONGEST), longestMs: LONGEST });
}
