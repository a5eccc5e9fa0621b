import "server-only";
import type { Context } from "@/lib/context";
import { hashesOf, hashOf, sameHash } from "@/lib/crypto/hash";
import { seal, unseal } from "@/lib/crypto/seal";
import { SetUpProblem } from "./problem";
import { claimKeyChecks, findKeyChecks, updateKeyChecks } from "./store";

const WORD = "these are the keys of this installation";
const ABOUT = "installation:key-check";

const checks = () => ({ hashKeyCheck: hashOf(WORD), sealKeyCheck: seal(WORD, ABOUT) });

function opens(sealed: Uint8Array): boolean {
  try {
    return unseal(sealed, ABOUT) === WORD;
  } catch {
    return false;
  }
}

const problem = (setting: string, consequence: string): SetUpProblem =>
  new SetUpProblem(
    `${setting} is not the key that this database was made with: ${consequence}. Give every process the key of the first start (a rotated key stays in the list, behind the new one), or restore it from the backup.`,
  );

/**
 * Refuses to serve with other keys than the first start had (catalogue #389): nothing that was issued would be
 * recognised, and what is issued now would be worthless to the other processes. The first start leaves the mark; a start
 * with a rotated key renews it.
 * @throws SetUpProblem
 */
export async function requireKnownKeys({ db }: Pick<Context, "db">): Promise<void> {
  await claimKeyChecks(db, checks());
  const { hashKeyCheck, sealKeyCheck } = await findKeyChecks(db);
  if (!hashKeyCheck || !sealKeyCheck) throw new Error("the mark of the keys is missing");
  if (!hashesOf(WORD).some((hash) => sameHash(hash, hashKeyCheck)))
    throw problem("POSTERN_HASH_KEY", "no key, token or session that it holds would be recognised");
  if (!opens(sealKeyCheck))
    throw problem("POSTERN_ENCRYPTION_KEY", "the secret of the API connection could not be shown again");
  await updateKeyChecks(db, checks());
}
