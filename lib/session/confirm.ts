import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePerson } from "@/lib/people/own";
import { isRightPassword } from "./attempts";
import type { ConfirmInput } from "./schema";
import { claimPassword, claimRenewal, findAccount } from "./store";

/**
 * The password again, before a risky act: the session stays and counts as fresh from now on, under a new handle, so that
 * one that was stolen before does not become fresh with it (ASVS 7.2.4).
 *
 * @throws Refusal sign_in_required; wrong_credentials with wrongPassword; too_many_attempts with Retry-After;
 * changed_meanwhile when two windows confirmed at once
 */
export async function confirmPassword(ctx: Context, { password }: ConfirmInput): Promise<{ handle: Secret }> {
  const { userId, sessionId, authenticatedAt, membership } = requirePerson(ctx);
  const account = await findAccount(ctx.db, { id: userId });
  if (!account) throw new Refusal("sign_in_required");
  const { email, passwordHash } = account;
  const wrong = () => new Refusal("wrong_credentials", { fields: { password: { code: "wrongPassword" } } });
  if (!(await isRightPassword(ctx, { email, passwordHash, password })) || passwordHash === null) throw wrong();
  const handle = newCredential("session");
  await inTransaction(ctx, async (tx) => {
    if (!(await claimPassword(tx.db, { id: userId, passwordHash }))) throw wrong();
    const renewal = { handleHash: hashOf(handle.reveal()), authenticatedAt, now: tx.now };
    if (!(await claimRenewal(tx.db, { id: sessionId, userId }, renewal))) throw new Refusal("changed_meanwhile");
    await record(tx, { action: "person.confirmed_password", companyId: membership?.companyId ?? null });
  });
  return { handle };
}
