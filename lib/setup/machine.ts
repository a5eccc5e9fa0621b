import "server-only";
import { readFileSync } from "node:fs";
import type { Context } from "@/lib/context";
import { hashPassword } from "@/lib/crypto/password";
import { isUniqueViolation } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { env } from "@/lib/env";
import { DEFAULT_LOCALE } from "@/lib/i18n/locales";
import { isGuessable } from "@/lib/people/rules";
import { insertFirstCompany } from "./first-company";
import { SetUpProblem } from "./problem";
import { machineSetUpSchema } from "./schema";
import { isSetUp } from "./status";
import { claimSetUp } from "./store";

const SETTING_OF: Record<string, string> = {
  email: "POSTERN_OWNER_EMAIL",
  password: "POSTERN_OWNER_PASSWORD_FILE",
  company: "POSTERN_COMPANY",
};
const SENTENCES: Record<string, string> = {
  invalidEmail: "is not one plain email address",
  invalidCharacters: "has characters that cannot be seen",
  passwordTooShort: "holds a password of fewer than 15 characters",
  tooLong: "is too long",
  required: "is empty",
};

function readPassword(path: string): string {
  try {
    return readFileSync(/* turbopackIgnore: true */ path, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new SetUpProblem(`POSTERN_OWNER_PASSWORD_FILE: cannot read ${path} (${reason}).`);
  }
}

type Asked = { email: string; passwordFile: string; company: string };

function checked({ email, passwordFile, company }: Asked) {
  const given = { name: email, email, password: readPassword(passwordFile), company };
  const parsed = machineSetUpSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap(({ path, message }) => {
      const setting = SETTING_OF[path.join(".")];
      return setting ? [`${setting} ${SENTENCES[message] ?? "cannot be used"}.`] : [];
    });
    throw new SetUpProblem(problems.join("\n"));
  }
  if (isGuessable(parsed.data.password, [email, company]))
    throw new SetUpProblem("POSTERN_OWNER_PASSWORD_FILE holds a password that is easy to guess.");
  return parsed.data;
}

function asked(): Asked | null {
  const { POSTERN_OWNER_EMAIL, POSTERN_OWNER_PASSWORD_FILE, POSTERN_COMPANY } = env();
  if (!POSTERN_OWNER_EMAIL || !POSTERN_OWNER_PASSWORD_FILE || !POSTERN_COMPANY) return null;
  return { email: POSTERN_OWNER_EMAIL, passwordFile: POSTERN_OWNER_PASSWORD_FILE, company: POSTERN_COMPANY };
}

/**
 * The set-up by settings: the first start does it, of several processes one does, and every later start passes over it,
 * whatever the settings say by then. The owner's name is the address until they change it.
 * @throws SetUpProblem when the settings cannot be used
 */
export async function setUpBySettings(ctx: Context): Promise<void> {
  const wanted = asked();
  if (!wanted || (await isSetUp(ctx))) return;
  const { name, email, password, company } = checked(wanted);
  const passwordHash = await hashPassword(password);
  const first = { name, email, passwordHash, company, apiUrl: null, locale: DEFAULT_LOCALE, by: "system" } as const;
  try {
    await inTransaction(ctx, async (tx) => {
      if ((await claimSetUp(tx.db, { now: tx.now })) === 1) await insertFirstCompany(tx, first);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new SetUpProblem("POSTERN_OWNER_EMAIL is the address of somebody in a sample company. Give another one.");
  }
}
