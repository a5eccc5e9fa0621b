import "server-only";
import type { Context } from "@/lib/context";
import { hours } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { networkOf } from "@/lib/policy/network";
import { spendAttempt } from "@/lib/policy/throttle";

/** What one network may make us keep, or fetch: an office behind one address has its applications within minutes. */
const LIMITS = { "client-registration": 30, "client-registration-token": 300, "client-document": 60 } as const;

/**
 * Counts one client that somebody wants to make, for all processes.
 * @throws Refusal too_many_requests with Retry-After
 */
export async function spendDescription(ctx: Context, what: keyof typeof LIMITS): Promise<void> {
  try {
    await spendAttempt(ctx, { what, subject: networkOf(ctx.origin.ip), limit: LIMITS[what], windowMs: hours(1) });
  } catch (error) {
    if (!(error instanceof Refusal) || error.name !== "too_many_attempts") throw error;
    const description = "too many requests: wait as long as Retry-After says";
    throw new Refusal("too_many_requests", { description, headers: error.headers });
  }
}
