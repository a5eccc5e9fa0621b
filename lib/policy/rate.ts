import "server-only";
import { oncePerProcess } from "@/lib/runtime";
import { tooManyRequests } from "./throttle";

type Window = { count: number; endsAt: number };

/** `limit` requests of one subject in `windowMs`. */
export type Rate = Readonly<{ what: string; limit: number; windowMs: number }>;

/** Subjects of one generation: a flood from more networks than this is not one that counting helps against. */
const MOST_SUBJECTS = 10_000;

/** Two generations, so that forgetting the old is dropping a map, and never a search through one. */
type Windows = { young: Map<string, Window>; old: Map<string, Window> };

const windowsOf = (what: string): Windows =>
  oncePerProcess(`rate:${what}`, () => ({ young: new Map(), old: new Map() }));

function begin(windows: Windows, subject: string, window: Window): void {
  if (windows.young.size >= MOST_SUBJECTS) {
    windows.old = windows.young;
    windows.young = new Map();
  }
  windows.young.set(subject, window);
}

/**
 * Counts one request of `subject`, before anything is done for it. In the memory of this process alone, so that it costs
 * no statement and a refused flood costs nothing: with n processes up to n times as many pass, which is fine for what is
 * only read. What may never be more than a number is counted by `spendRequest` or `spendAttempt`.
 *
 * By a clock that only goes forward: setting the time neither locks anybody out nor lets anybody through.
 * @throws Refusal too_many_requests with Retry-After
 */
export function requireRate({ what, limit, windowMs }: Rate, subject: string, at = performance.now()): void {
  const windows = windowsOf(what);
  const window = windows.young.get(subject) ?? windows.old.get(subject);
  if (!window || window.endsAt <= at) {
    begin(windows, subject, { count: 1, endsAt: at + windowMs });
    return;
  }
  if (window.count >= limit) throw tooManyRequests(window.endsAt - at);
  window.count++;
}
