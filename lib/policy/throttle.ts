import "server-only";
import type { Context } from "@/lib/context";
import { hashOf } from "@/lib/crypto/hash";
import { after, minutes } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { claimAttempt, deleteThrottle, findThrottle, uncountAttempt } from "./store";

/** What is limited (`sign-in`, `client-secret`), and for whom: an account with an address, say. */
export type Throttled = { what: string; subject: string };
type Limit = { limit: number; windowMs: number };
type Asking = Pick<Context, "db" | "now">;

/** The key under which attempts are counted: a keyed hash, so that no address and no name is stored. */
export const throttleKey = ({ what, subject }: Throttled): Buffer<ArrayBuffer> =>
  hashOf(JSON.stringify([what, subject]), "throttle");

/** Retry-After in whole seconds (RFC 9110 §10.2.3). */
const retryAfter = (ms: number) => ({ "Retry-After": String(Math.max(1, Math.ceil(ms / 1000))) });

/** The refusal of one more attempt before `until`. */
export const tooManyAttempts = (until: Date, now: Date): Refusal =>
  new Refusal("too_many_attempts", {
    description: "too many failed attempts: wait as long as Retry-After says",
    headers: retryAfter(until.getTime() - now.getTime()),
  });

/** The refusal of one more request for `ms`. */
export const tooManyRequests = (ms: number): Refusal =>
  new Refusal("too_many_requests", {
    description: "too many requests: wait as long as Retry-After says",
    headers: retryAfter(ms),
  });

/** How far the clocks of two processes may lie apart before a window counts as one of another time. */
const CLOCK_SLACK = minutes(1);

/**
 * Whether a window still counts: it has not ended, and one that began now would not end before it. Otherwise the clock was
 * set back, and what was counted before would lock somebody out for as long as it was wrong.
 */
export const isWindowOpen = (endsAt: number, now: Date, windowMs: number): boolean =>
  endsAt > now.getTime() && endsAt <= now.getTime() + windowMs + CLOCK_SLACK;

/** @returns null when it was counted, or until when none is left */
async function claimed({ db, now }: Asking, { limit, windowMs, ...asked }: Throttled & Limit): Promise<Date | null> {
  const windowEndsAt = after(now, windowMs);
  const latestEnd = after(windowEndsAt, CLOCK_SLACK);
  const row = await claimAttempt(db, { key: throttleKey(asked), limit, now, windowEndsAt, latestEnd });
  if (row?.isSpent) return null;
  return row ? new Date(row.windowEndsAt) : windowEndsAt;
}

/**
 * Counts one failed attempt: `limit` are free in a window of `windowMs`, which begins with the first. Shared by all
 * processes. Call it when the attempt has failed, so that a success costs no write, and outside a transaction, which
 * would take the count back with it.
 * @throws Refusal too_many_attempts with Retry-After, and writes nothing, when none is left
 */
export async function spendAttempt(ctx: Asking, asked: Throttled & Limit): Promise<void> {
  const until = await claimed(ctx, asked);
  if (until) throw tooManyAttempts(until, ctx.now);
}

/**
 * Counts one request that leaves something behind or costs more than its answer, in the same way and for all processes.
 * For what is only read `requireRate` is enough, which costs no statement.
 * @throws Refusal too_many_requests with Retry-After, and writes nothing, when none is left
 */
export async function spendRequest(ctx: Asking, asked: Throttled & Limit): Promise<void> {
  const until = await claimed(ctx, asked);
  if (until) throw tooManyRequests(until.getTime() - ctx.now.getTime());
}

/**
 * Whether an attempt is left, before the secret is looked at: otherwise guessing could go on behind the refusals.
 * @throws Refusal too_many_attempts with Retry-After
 */
export async function requireAttemptLeft({ db, now }: Asking, { limit, windowMs, ...asked }: Throttled & Limit) {
  const row = await findThrottle(db, throttleKey(asked));
  if (row && row.count >= limit && isWindowOpen(row.windowEndsAt, now, windowMs))
    throw tooManyAttempts(new Date(row.windowEndsAt), now);
}

/** Takes back an attempt that was counted before it was looked at, and was none to be counted. */
export async function returnAttempt({ db }: Pick<Context, "db">, asked: Throttled): Promise<void> {
  await uncountAttempt(db, throttleKey(asked));
}

/** Forgets the failed attempts: after a success that proves who it was. */
export async function forgiveAttempts({ db }: Pick<Context, "db">, asked: Throttled): Promise<void> {
  await deleteThrottle(db, throttleKey(asked));
}
