import "server-only";
import { Refusal } from "@/lib/errors";
import { spendAttempt } from "./throttle";

/**
 * Counts one request of a kind that leaves a row behind: `limit` are free in a window of `windowMs`, failed or not. Shared
 * by all processes.
 * @throws Refusal too_many_requests with Retry-After when none is left
 */
export async function limitRequests(...counted: Parameters<typeof spendAttempt>): Promise<void> {
  try {
    await spendAttempt(...counted);
  } catch (error) {
    if (!(error instanceof Refusal) || error.name !== "too_many_attempts") throw error;
    const description = "too many requests: wait as long as Retry-After says";
    throw new Refusal("too_many_requests", { description, headers: error.headers });
  }
}
