import "server-only";
import type { Context } from "@/lib/context";
import { hashOf } from "@/lib/crypto/hash";
import { after } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { claimAttempt, deleteThrottle, findThrottle, uncountAttempt } from "./store";

/** What is limited (`sign-in`, `client-secret`), and for whom: an account with an address, say. */
export type Throttled = { what: string; subject: string };
type Limit = { limit: number; windowMs: number };
type Asking = Pick<Context, "db" | "now">;

/** The key under which attempts are counted: a keyed hash, so that no address and no name is stored. */
export const throttleKey = ({ what, subject }: Throttled): Buffer<ArrayBuffer> =>
  hashOf(JSON.stringify([what, subject]), "throttle");

/** The refusal of one more attempt before `until`; Retry-After in whole seconds (RFC 9110 §10.2.3). */
export const tooManyAttempts = (until: Date, now: Date): Refusal =>
  new Refusal("too_many_attempts", {
    description: "too many failed attempts: wait as long as Retry-After says",
    headers: { "Retry-After": String(Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))) },
  });

/**
 * Counts one failed attempt: `limit` are free in a window of `windowMs`, which begins with the first. Shared by all
 * processes. Call it when the attempt has failed, so that a success costs no write, and outside a transaction, which
 * would take the count back with it.
 * @throws Refusal too_many_attempts with Retry-After, and writes nothing, when none is left
 */
export async function spendAttempt({ db, now }: Asking, { limit, windowMs, ...asked }: Throttled & Limit) {
  const windowEndsAt = after(now, windowMs);
  const row = await claimAttempt(db, { key: throttleKey(asked), limit, now, windowEndsAt });
  if (!row?.isSpent) throw tooManyAttempts(row ? new Date(row.windowEndsAt) : windowEndsAt, now);
}

/**
 * Whether an attempt is left, before the secret is looked at: otherwise guessing could go on behind the refusals.
 * @throws Refusal too_many_attempts with Retry-After
 */
export async function requireAttemptLeft({ db, now }: Asking, { limit, ...asked }: Throttled & Pick<Limit, "limit">) {
  const row = await findThrottle(db, throttleKey(asked));
  if (row && row.count >= limit && row.windowEndsAt > now.getTime())
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
