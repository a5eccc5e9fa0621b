import "server-only";
import type { Context } from "@/lib/context";
import { hashesOf } from "@/lib/crypto/hash";
import { hashPassword } from "@/lib/crypto/password";
import { isUniqueViolation } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { minutes } from "@/lib/duration";
import { fieldRefusal, Refusal } from "@/lib/errors";
import { requireStrongPassword } from "@/lib/people/rules";
import { networkOf } from "@/lib/policy/network";
import { requireAttemptLeft, spendAttempt } from "@/lib/policy/throttle";
import { insertFirstCompany, type Made } from "./first-company";
import type { SetUp } from "./schema";
import { isSetUp, requireNotSetUp } from "./status";
import { claimSetUp, countSetupCode } from "./store";

const wrongCode = () =>
  new Refusal("request_expired", { description: "this is not the set-up code that the last start printed" });

/** Somebody else was first, or a start has printed a new code meanwhile. */
const lost = async (ctx: Context): Promise<Refusal> =>
  (await isSetUp(ctx)) ? new Refusal("setup_closed") : wrongCode();

const attempts = (ip: string | null) => ({
  what: "set-up",
  subject: networkOf(ip),
  limit: 10,
  windowMs: minutes(15),
});

async function requireSetupCode(ctx: Context, codeHashes: Uint8Array<ArrayBuffer>[]): Promise<void> {
  await requireAttemptLeft(ctx, attempts(ctx.origin.ip));
  if ((await countSetupCode(ctx.db, codeHashes)) === 1) return;
  await spendAttempt(ctx, attempts(ctx.origin.ip));
  throw wrongCode();
}

/** Which of the two unique things was there already: sample companies have both. */
function asTaken(error: unknown): unknown {
  if (!isUniqueViolation(error)) return error;
  const text = JSON.stringify(error);
  return text.includes("audience") ? fieldRefusal("apiUrl", "invalidUrl") : fieldRefusal("email", "emailTaken");
}

/**
 * Sets the installation up, once ever: the owner, their company and what it begins with (#408). Whoever holds the code
 * that the last start printed may do it; of many at once exactly one does, by the update that claims the installation.
 *
 * @throws Refusal setup_closed once it was done, for good; request_expired for a wrong or replaced code, and
 * too_many_attempts after ten of them; invalid_input at `password`, `email` or `apiUrl`
 */
export async function setUp(ctx: Context, { code, password, ...input }: SetUp): Promise<Made> {
  await requireNotSetUp(ctx);
  const codeHashes = hashesOf(code);
  await requireSetupCode(ctx, codeHashes);
  const { name, email, company } = input;
  requireStrongPassword({ password, field: "password", about: [name, email, company] });
  const passwordHash = await hashPassword(password);
  try {
    return await inTransaction(ctx, async (tx) => {
      if ((await claimSetUp(tx.db, { now: tx.now, codeHashes })) === 0) throw await lost(tx);
      return insertFirstCompany(tx, { ...input, passwordHash, by: "person" });
    });
  } catch (error) {
    throw asTaken(error);
  }
}
