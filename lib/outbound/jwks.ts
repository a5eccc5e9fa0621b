import "server-only";
import { after, minutes, seconds } from "@/lib/duration";
import { oncePerProcess } from "@/lib/runtime";
import { fetchDocument } from "./fetch-document";

/** A public key as it came (RFC 7517 §4): whoever uses it checks what it is good for. */
export type PublishedKey = Readonly<Record<string, unknown> & { kty: string; kid?: string }>;

type Kept = Readonly<{ keys: readonly PublishedKey[]; at: Date }>;

const LIMITS = { maxBytes: 65_536, timeoutMs: seconds(5) };
const KEPT_MS = minutes(10);
/** A key that is not among the kept ones may be new: the set is read again for it, this often at the most. */
const AGAIN_MS = minutes(1);
const MOST_SETS = 500;
const MOST_KEYS = 50;

/** Of these a set that anybody can read has none (RFC 7517 §9.3, RFC 7518 §6). */
const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

function keysIn(json: unknown): readonly PublishedKey[] | null {
  const { keys } = Object(json) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length > MOST_KEYS) return null;
  const isPublic = (key: unknown): key is PublishedKey =>
    typeof Object(key).kty === "string" && !PRIVATE.some((member) => Object.hasOwn(Object(key), member));
  return keys.filter(isPublic);
}

const sets = (): Map<string, Kept> => oncePerProcess("published-keys", () => new Map());

function isGood({ keys, at }: Kept, kid: string | undefined, now: Date): boolean {
  if (after(at, KEPT_MS) <= now) return false;
  return kid === undefined || keys.some((key) => key.kid === kid) || after(at, AGAIN_MS) > now;
}

function keep(uri: string, kept: Kept): void {
  const all = sets();
  all.delete(uri);
  all.set(uri, kept);
  const [oldest] = all.keys();
  if (all.size > MOST_SETS && oldest !== undefined) all.delete(oldest);
}

/**
 * The public keys that a client publishes at its `jwks_uri` (RFC 7591 §2), for an assertion that names `kid`; an empty
 * list when they cannot be had. A set is kept for ten minutes, and read again for a key that is not in it, once a minute
 * at the most. Keys with a private member are left out: everybody knows them.
 */
export async function jwksFrom(
  uri: string,
  { kid, now }: { kid?: string | undefined; now: Date },
): Promise<readonly PublishedKey[]> {
  const known = sets().get(uri);
  if (known && isGood(known, kid, now)) return known.keys;
  const fetched = await fetchDocument(uri, LIMITS);
  const keys = fetched.ok ? keysIn(fetched.json) : null;
  // A set that cannot be read for a moment ends nobody's access before its time.
  if (keys === null) return known && after(known.at, KEPT_MS) > now ? known.keys : [];
  keep(uri, { keys, at: now });
  return keys;
}
