import "server-only";
import { listSigningAlgorithms } from "@/lib/apis/store";
import type { Db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { newKey } from "./key";
import { type Algorithm, doneKeys, dueKey, isAlgorithm, type Timed, type Uses } from "./rules";
import { deleteKeys, insertKey, type KeyRow, listIdTokenAlgorithms, listKeys } from "./store";

type Asked = { db: Db; now: Date };

const timed = (rows: readonly KeyRow[]): (Timed & KeyRow)[] =>
  rows.flatMap(({ algorithm, ...row }) => (isAlgorithm(algorithm) ? [{ ...row, algorithm }] : []));

async function usesOf(db: Db): Promise<Uses> {
  const [access, id] = await Promise.all([listSigningAlgorithms(db), listIdTokenAlgorithms(db)]);
  return { access: access.filter(isAlgorithm), id: id.filter(isAlgorithm) };
}

async function makeDue({ db, now }: Asked, keys: readonly Timed[], algorithms: Iterable<Algorithm>): Promise<boolean> {
  let isAny = false;
  for (const algorithm of algorithms) {
    const due = dueKey(keys, algorithm, now);
    if (!due) continue;
    const made = await newKey(algorithm);
    isAny = true;
    if (await insertKey(db, { ...made, ...due, createdAt: now }))
      log().info({ kid: made.kid, algorithm, ...due }, "a signing key was made");
  }
  return isAny;
}

/**
 * Every key there is, once those that are due are made: for the algorithms that an API or a sign-in uses, and for
 * `needed`. Of any number of processes that make one at once, one stores it and all find that one.
 */
export async function renewedKeys(asked: Asked, needed: readonly Algorithm[] = []): Promise<(Timed & KeyRow)[]> {
  const keys = timed(await listKeys(asked.db));
  const { access, id } = await usesOf(asked.db);
  const isAny = await makeDue(asked, keys, new Set([...access, ...id, ...needed]));
  return isAny ? timed(await listKeys(asked.db)) : keys;
}

/**
 * The hourly work: the next key is published a day before it signs, also where nobody asks for a token, and a key whose
 * last token has ended is destroyed. Any process may do it at any time.
 */
export async function renewKeys(asked: Asked): Promise<void> {
  const keys = await renewedKeys(asked);
  const done = doneKeys(keys, await usesOf(asked.db), asked.now);
  if (done.length === 0) return;
  const kids = done.map(({ kid }) => kid);
  if ((await deleteKeys(asked.db, kids)) > 0) log().info({ kids }, "signing keys were destroyed");
}
