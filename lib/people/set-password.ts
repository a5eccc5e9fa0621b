import "server-only";
import type { Context } from "@/lib/context";
import { endInvitations, endSessions, revokeFamilies, spendCodes, updatePassword } from "./store";

type NewPassword = Readonly<{ userId: string; passwordHash: string; keepSessionId: string | null }>;

/**
 * Puts a new password in the place of the old one and ends what the old one may have opened to somebody else: other
 * sessions, tokens that applications hold (RFC 9700 §4.14.2) and codes on the way to them, links that were still good. Call it inside a transaction.
 */
export async function setPassword(
  { db, now }: Context,
  { userId, passwordHash, keepSessionId }: NewPassword,
): Promise<{ sessions: number; applications: number }> {
  await updatePassword(db, userId, passwordHash);
  await endInvitations(db, userId, now);
  const sessions = await endSessions(db, { userId, at: now, except: keepSessionId });
  // Before the chains: a redemption under way has founded its own once its code lets go.
  await spendCodes(db, userId, now);
  const applications = await revokeFamilies(db, { userId, at: now, reason: "password_changed" });
  return { sessions, applications };
}
