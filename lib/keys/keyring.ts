import "server-only";
import { coalesced } from "@/lib/db/coalesce";
import { database } from "@/lib/db/database";
import { seconds } from "@/lib/duration";
import { oncePerProcess } from "@/lib/runtime";
import { type Key, keyOf, type PublicJwk } from "./key";
import { renewedKeys } from "./renew";
import { type Algorithm, isStale, signerOf } from "./rules";

type Read = Readonly<{ keys: readonly Key[]; readAt: Date }>;
type Asked = { now: Date; needed?: Algorithm };

/** The keys of this process, which it reads again after a minute. */
export type Keyring = Readonly<{
  /** The key that signs now; the first one is made here if nobody was earlier. */
  signer: (algorithm: Algorithm, now: Date) => Promise<Key>;
  /** Null: no key of ours has that name. */
  byKid: (kid: string, now: Date) => Promise<Key | null>;
  /** What everybody may know: the keys that sign, those that will, and those that did. */
  published: (now: Date) => Promise<PublicJwk[]>;
}>;

/** Whoever sends unknown names makes us look for them no more often than this. */
const SEARCH_EVERY = seconds(1);
const MOST = 10_000;

const latestOf = (asked: readonly Asked[]): Date => new Date(Math.max(...asked.map(({ now }) => now.getTime())));

/** Reads that follow on each other, each for all who asked before it began. */
function reader() {
  let current: Read | null = null;
  const read = coalesced<Asked, Read>(async (asked) => {
    const { prisma: db } = await database();
    const now = latestOf(asked);
    const rows = await renewedKeys(
      { db, now },
      asked.flatMap(({ needed }) => needed ?? []),
    );
    // A key that was opened stays open: only new ones are imported.
    const known = new Map(current?.keys.map((key) => [key.kid, key]));
    const keyed = async (row: (typeof rows)[number]): Promise<Key> => {
      const kept = known.get(row.kid);
      return kept ? { ...kept, activeAt: row.activeAt } : keyOf(row);
    };
    const keys = await Promise.all(rows.map(keyed));
    const fresh: Read = { keys, readAt: now };
    current = fresh;
    return asked.map(() => fresh);
  }, MOST);
  const fresh = async (now: Date): Promise<Read> =>
    current && !isStale(current.readAt, now) ? current : read({ now });
  return { read, fresh };
}

export function newKeyring(): Keyring {
  const { read, fresh } = reader();
  let searchedAt = Number.NEGATIVE_INFINITY;
  // A first key signs from the moment that another process made it, so a name that is not known is searched before it is
  // refused. Those who come within the second after a search wait for the next, and share it.
  const search = coalesced<Asked, Read>(async (asked) => {
    const wait = searchedAt + SEARCH_EVERY - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    searchedAt = performance.now();
    const found = await read({ now: latestOf(asked) });
    return asked.map(() => found);
  }, MOST);
  const named = ({ keys }: Read, kid: string): Key | null => keys.find((key) => key.kid === kid) ?? null;
  return {
    signer: async (algorithm, now) => {
      const key =
        signerOf((await fresh(now)).keys, algorithm, now) ??
        signerOf((await read({ now, needed: algorithm })).keys, algorithm, now);
      if (!key) throw new Error("a needed signing key was not made");
      return key;
    },
    byKid: async (kid, now) => named(await fresh(now), kid) ?? named(await search({ now }), kid),
    published: async (now) => (await fresh(now)).keys.map(({ publicJwk }) => publicJwk),
  };
}

export const keyring = (): Keyring => oncePerProcess("keyring", newKeyring);
