import { after, minutes } from "@/lib/duration";

/** Long enough for one call and what it sets off, too short to be worth stealing. */
const LIFETIME = minutes(5);

/** When an exchanged token ends: soon, and never after what it was made from (RFC 8693 §2.2.1, expires_in). */
export function endOfExchanged(parentEndsAt: Date | null, now: Date): Date {
  const end = after(now, LIFETIME);
  return parentEndsAt !== null && parentEndsAt < end ? parentEndsAt : end;
}
