import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { hashPassword } from "@/lib/crypto/password";
import { inTransaction } from "@/lib/db/transaction";
import { fieldRefusal, Refusal } from "@/lib/errors";
import { requirePerson } from "@/lib/people/own";
import { requireStrongPassword } from "@/lib/people/rules";
import { setPassword } from "@/lib/people/set-password";
import { isRightPassword } from "./attempts";
import type { PasswordChange } from "./schema";
import { claimPassword, findAccount } from "./store";

/**
 * Replaces the person's own password. Their other sessions end, and so do the tokens that applications hold for them
 * (catalogue #163, #384); this session goes on.
 *
 * @returns how many sessions and chains of application tokens ended
 * @throws Refusal sign_in_required; wrong_credentials with wrongPassword; too_many_attempts with Retry-After;
 * invalid_input with passwordSame, passwordTooCommon
 */
export async function changePassword(
  ctx: Context,
  { currentPassword, newPassword }: PasswordChange,
): Promise<{ sessions: number; applications: number }> {
  const { userId, sessionId, membership } = requirePerson(ctx);
  const account = await findAccount(ctx.db, { id: userId });
  if (!account) throw new Refusal("sign_in_required");
  const { name, email, passwordHash: oldHash } = account;
  const wrong = () => new Refusal("wrong_credentials", { fields: { currentPassword: { code: "wrongPassword" } } });
  const guess = { email, passwordHash: oldHash, password: currentPassword };
  if (!(await isRightPassword(ctx, guess)) || oldHash === null) throw wrong();
  if (currentPassword.normalize("NFKC") === newPassword.normalize("NFKC"))
    throw fieldRefusal("newPassword", "passwordSame");
  const about = [name, email, ...account.memberships.map(({ company }) => company.name)];
  requireStrongPassword({ password: newPassword, field: "newPassword", about });
  const passwordHash = await hashPassword(newPassword);
  return inTransaction(ctx, async (tx) => {
    if (!(await claimPassword(tx.db, { id: userId, passwordHash: oldHash }))) throw wrong();
    const ended = await setPassword(tx, { userId, passwordHash, keepSessionId: sessionId });
    const target = { kind: "person", id: userId, name };
    await record(tx, {
      action: "person.password_changed",
      companyId: membership?.companyId ?? null,
      target,
      details: ended,
    });
    return ended;
  });
}
