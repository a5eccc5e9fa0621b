import "server-only";
import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from "node:fs";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { after, days, seconds } from "@/lib/duration";
import { env } from "@/lib/env";
import { adminScope, TOKEN_PERMISSIONS } from "@/lib/people/may";
import { SetUpProblem } from "./problem";
import { claimBootstrapToken, findFirstOwner, findInstallation, insertPersonalToken } from "./store";

const LIFETIME = days(30);
const PATIENCE = seconds(2);
const NAME = "Bootstrap";

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown error";

/** Writes the token into a file that must not be there, readable by its owner alone. False: it is there. */
function writeNew(path: string, token: Secret): boolean {
  let file: number;
  try {
    file = openSync(/* turbopackIgnore: true */ path, "wx", 0o600);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw new SetUpProblem(`POSTERN_BOOTSTRAP_TOKEN_FILE: cannot write ${path} (${codeOf(error)}).`);
  }
  try {
    writeSync(file, `${token.reveal()}\n`);
    fsyncSync(file);
  } catch (error) {
    unlinkSync(/* turbopackIgnore: true */ path);
    throw new SetUpProblem(`POSTERN_BOOTSTRAP_TOKEN_FILE: cannot write ${path} (${codeOf(error)}).`);
  } finally {
    closeSync(file);
  }
  return true;
}

const isMade = async ({ db }: Context): Promise<boolean> => Boolean((await findInstallation(db))?.bootstrapTokenMadeAt);

/** The file is there. Another process that starts with us may be about to commit the token in it. */
async function requireMadeMeanwhile(ctx: Context, path: string): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    if (await isMade(ctx)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new SetUpProblem(
    `POSTERN_BOOTSTRAP_TOKEN_FILE: ${path} exists, and it is never written over. Move it away and start again.`,
  );
}

async function claim(ctx: Context, token: Secret): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    if ((await claimBootstrapToken(tx.db, tx.now)) === 0) return false;
    const owner = await findFirstOwner(tx.db);
    if (!owner) throw new SetUpProblem("POSTERN_BOOTSTRAP_TOKEN_FILE: the first company has no owner to stand for it.");
    const secret = token.reveal();
    const scopes = TOKEN_PERMISSIONS.map(adminScope);
    const times = { createdAt: tx.now, expiresAt: after(tx.now, LIFETIME) };
    const row = { ...owner, ...times, scopes, name: NAME, tokenHash: hashOf(secret), hint: token.hint };
    const made = await insertPersonalToken(tx.db, row);
    await record(tx, {
      action: "personal_token.created",
      companyId: owner.companyId,
      target: { kind: "personal_token", ...made },
      details: { access: "custom", scopes, expiresAt: times.expiresAt.toISOString(), bootstrap: true },
    });
    return true;
  });
}

/**
 * Writes the token of POSTERN_BOOTSTRAP_TOKEN_FILE, once ever in the life of an installation: a personal token of the
 * first owner with every admin context, good for 30 days. It counts only once it stands in the file: the file comes
 * first, then the claim, and a claim that fails takes the file back.
 * @throws SetUpProblem when the file is there already or cannot be written
 */
export async function writeBootstrapToken(ctx: Context): Promise<void> {
  const { POSTERN_BOOTSTRAP_TOKEN_FILE: path } = env();
  if (!path) return;
  const installation = await findInstallation(ctx.db);
  if (!installation?.setUpAt || installation.bootstrapTokenMadeAt) return;
  const token = newCredential("personal");
  if (!writeNew(path, token)) return requireMadeMeanwhile(ctx, path);
  let isOurs = false;
  try {
    isOurs = await claim(ctx, token);
  } finally {
    if (!isOurs) unlinkSync(/* turbopackIgnore: true */ path);
  }
}
