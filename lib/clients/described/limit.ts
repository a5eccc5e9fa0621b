import "server-only";
import type { Context } from "@/lib/context";
import { hours } from "@/lib/duration";
import { networkOf } from "@/lib/policy/network";
import { spendRequest } from "@/lib/policy/throttle";

/** What one network may make us keep, or fetch: an office behind one address has its applications within minutes. */
const LIMITS = { "client-registration": 30, "client-registration-token": 300, "client-document": 60 } as const;

/**
 * Counts one client that somebody wants to make, for all processes.
 * @throws Refusal too_many_requests with Retry-After
 */
export async function spendDescription(ctx: Context, what: keyof typeof LIMITS): Promise<void> {
  await spendRequest(ctx, { what, subject: networkOf(ctx.origin.ip), limit: LIMITS[what], windowMs: hours(1) });
}
