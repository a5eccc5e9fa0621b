import "server-only";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { networkOf } from "@/lib/policy/network";
import { returnAttempt, spendAttempt } from "@/lib/policy/throttle";
import { requirePerson } from "../consent";
import { hasSessionEnded } from "../store";
import { DEVICE_LIFETIME, unknownUserCode } from "./rules";
import { claimDevice, findWaiting } from "./store";
import { typedUserCode, userCodeHashes, writtenUserCode } from "./user-code";

/** So few in the life of a code that chance finds none of ten thousand that wait (RFC 8628 §5.1). */
const GUESSES = { limit: 5, windowMs: DEVICE_LIFETIME };

/**
 * Counted before it is looked at, so that a hundred at once are no way around the limits; a right one is taken back.
 * Nothing is forgiven for it: whoever guesses could type a code of their own in between.
 */
async function guessed<R>(ctx: Context, userId: string, look: () => Promise<R>): Promise<R> {
  const account = { what: "user-code", subject: userId };
  const network = { what: "user-code-network", subject: networkOf(ctx.origin.ip) };
  await spendAttempt(ctx, { ...account, ...GUESSES });
  await spendAttempt(ctx, { ...network, ...GUESSES });
  const right = await look();
  await Promise.all([returnAttempt(ctx, account), returnAttempt(ctx, network)]);
  return right;
}

/**
 * Finds the device that waits with the code that a signed-in person typed, and makes its request this session's: from then
 * on no other can decide it. A session that has ended holds nothing.
 *
 * @returns the address of the page on which it is decided
 * @throws Refusal sign_in_required; invalid_user_code: none waits with it; not_your_request: another session typed it
 * first; too_many_attempts with Retry-After after five wrong ones of one account or one network
 */
export async function openDevice(ctx: Context, typed: string): Promise<string> {
  const { userId, sessionId } = requirePerson(ctx);
  const { db, now } = ctx;
  const code = typedUserCode(typed);
  // What cannot be a code is a typing error and tells nothing: it costs no guess.
  if (!code) throw unknownUserCode("malformed");
  return guessed(ctx, userId, async () => {
    const found = await findWaiting(db, userCodeHashes(code), now);
    if (!found) throw unknownUserCode("not there");
    const { id, sessionId: holder } = found;
    const isFree = holder === null || (holder !== sessionId && (await hasSessionEnded(db, holder, now)));
    const isMine = holder === sessionId || (isFree && (await claimDevice(db, { id, sessionId, now }, holder)));
    if (!isMine) throw new Refusal("not_your_request");
    return devicePath(id, code);
  });
}

/** The code goes along, as only its hash is stored and the person is to compare it. */
const devicePath = (id: string, code: string): string =>
  `/device/${id}?${new URLSearchParams({ user_code: writtenUserCode(code) })}`;
