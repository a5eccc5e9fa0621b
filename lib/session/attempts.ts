import "server-only";
import type { Context } from "@/lib/context";
import { verifyPassword } from "@/lib/crypto/password";
import { minutes } from "@/lib/duration";
import { networkOf } from "@/lib/policy/network";
import { forgiveAttempts, requireAttemptLeft, returnAttempt, spendAttempt } from "@/lib/policy/throttle";

const WINDOW = minutes(15);
/** For one account from one address: its owner at another address is not locked out by somebody's guessing. */
const ACCOUNT_LIMIT = 10;
/** For one address over all accounts. */
const ADDRESS_LIMIT = 100;

type Guess = Readonly<{ email: string; passwordHash: string | null; password: string }>;

/**
 * Whether the password is right, for as many guesses as are free (ASVS 6.3.1). A guess is counted before it is looked at,
 * so that a hundred at once are no way around either limit; a right one is forgiven. Without a hash it takes the same time
 * and says no.
 *
 * @throws Refusal too_many_attempts with Retry-After
 */
export async function isRightPassword(ctx: Context, { email, passwordHash, password }: Guess): Promise<boolean> {
  const network = networkOf(ctx.origin.ip);
  const account = { what: "password", subject: `${network} ${email}` };
  const address = { what: "password-address", subject: network, limit: ADDRESS_LIMIT, windowMs: WINDOW };
  await requireAttemptLeft(ctx, address);
  await spendAttempt(ctx, { ...account, limit: ACCOUNT_LIMIT, windowMs: WINDOW });
  await spendAttempt(ctx, address);
  const isRight = await verifyPassword(passwordHash, password);
  if (isRight) {
    await forgiveAttempts(ctx, account);
    // Others at that address guess on: theirs stay counted.
    await returnAttempt(ctx, address);
  }
  return isRight;
}
