import { days, hours, seconds } from "@/lib/duration";

/** The signature algorithms that there are to choose from: no symmetric one, and never `none` (RFC 9068 §2.1). */
export const ALGORITHMS = ["ES256", "EdDSA", "RS256"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export const isAlgorithm = (text: unknown): text is Algorithm => ALGORITHMS.some((known) => known === text);

/** How long a key signs before the next generation does. */
export const SIGNS_FOR = days(90);
/** How long the next one is published before it signs: longer than anybody keeps the published set. */
export const PUBLISHED_AHEAD = hours(24);
/** How long a key is published after it has signed its last token: twice as long as such a token lives. */
export const KEPT_AFTER = hours(2);
/** The same where ID tokens are signed: one comes back as a hint for as long as its person can be signed in. */
export const KEPT_FOR_HINTS = days(31);
/** How long past its time a key stays that nothing renews, as nothing uses its algorithm any more. */
export const UNUSED_KEPT = days(7);
/** How long others may keep the published set. */
export const PUBLISHED_FOR = hours(1);
/** How long a process goes on with the keys that it has read. */
export const READ_FOR = seconds(60);

/** A key as time sees it. */
export type Timed = Readonly<{ kid: string; algorithm: Algorithm; generation: number; activeAt: Date }>;

/** The algorithms in use: of the APIs that want JWTs, and of the clients that people sign in to. */
export type Uses = Readonly<{ access: readonly Algorithm[]; id: readonly Algorithm[] }>;

const plus = (at: Date, milliseconds: number): number => at.getTime() + milliseconds;

/** The generations of an algorithm, the newest first. */
const generationsOf = <K extends Timed>(keys: readonly K[], algorithm: Algorithm): K[] =>
  keys.filter((key) => key.algorithm === algorithm).sort((a, b) => b.generation - a.generation);

/**
 * The key that signs now: the newest that is active. Null: there is none at all. A first generation signs even where the
 * clock is behind the one of the process that made it.
 */
export function signerOf<K extends Timed>(keys: readonly K[], algorithm: Algorithm, now: Date): K | null {
  const all = generationsOf(keys, algorithm);
  return all.find(({ activeAt }) => activeAt <= now) ?? all.at(-1) ?? null;
}

/** The generation that has to be made now, if one has. The first signs at once, any other once all have seen it. */
export function dueKey(
  keys: readonly Timed[],
  algorithm: Algorithm,
  now: Date,
): Pick<Timed, "generation" | "activeAt"> | null {
  const [newest] = generationsOf(keys, algorithm);
  if (!newest) return { generation: 1, activeAt: now };
  if (plus(newest.activeAt, SIGNS_FOR - PUBLISHED_AHEAD) > now.getTime()) return null;
  return { generation: newest.generation + 1, activeAt: new Date(plus(now, PUBLISHED_AHEAD)) };
}

/** Whether every token that the key can have signed has ended. */
function isDone(key: Timed, { keys, uses, now }: { keys: readonly Timed[]; uses: Uses; now: Date }) {
  const { algorithm } = key;
  const next = keys.find((other) => other.algorithm === algorithm && other.generation > key.generation);
  if (next) return plus(next.activeAt, uses.id.includes(algorithm) ? KEPT_FOR_HINTS : KEPT_AFTER) <= now.getTime();
  const isUsed = uses.access.includes(algorithm) || uses.id.includes(algorithm);
  return !isUsed && plus(key.activeAt, SIGNS_FOR + UNUSED_KEPT) <= now.getTime();
}

/** The keys that nobody needs any more: replaced long enough ago, or of an algorithm that is not in use. */
export const doneKeys = <K extends Timed>(keys: readonly K[], uses: Uses, now: Date): K[] =>
  keys.filter((key) => isDone(key, { keys: [...keys].sort((a, b) => a.generation - b.generation), uses, now }));

/** Whether what was read at that time has to be read again. A clock that was set back counts as well. */
export const isStale = (readAt: Date, now: Date): boolean => Math.abs(now.getTime() - readAt.getTime()) >= READ_FOR;
