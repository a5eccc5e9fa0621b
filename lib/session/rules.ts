import { after, days, hours, minutes } from "@/lib/duration";

/** A session ends this long after its last request (ASVS 7.3.1), */
const IDLE_FOR = hours(12);
/** and in any case this long after the sign-in (ASVS 7.3.2). */
export const LIVES_FOR = days(30);
/** How exactly the last request is known: not every request writes. */
const SEEN_EVERY = minutes(1);

/** A session that was last seen before this instant is over. */
export const idleLimit = (now: Date): Date => after(now, -IDLE_FOR);

export const isSeenLongAgo = (lastSeenAt: Date, now: Date): boolean => after(lastSeenAt, SEEN_EVERY) <= now;
