import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { after } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { personOf } from "./actor";
import { isRightPassword } from "./attempts";
import { LIVES_FOR } from "./rules";
import type { SignInInput } from "./schema";
import { type Account, claimEnd, claimPassword, findAccount, insertSession } from "./store";

export type SignedIn = Readonly<{ handle: Secret; userId: string; sessionId: string; expiresAt: Date }>;

function whyNot(account: Account | null): string {
  if (!account) return "unknown";
  if (account.disabledAt) return "disabled";
  return account.passwordHash ? "wrong_password" : "no_password";
}

async function recordFailure(ctx: Context, account: Account | null): Promise<void> {
  await record(ctx, {
    action: "person.sign_in_failed",
    companyId: account?.memberships[0]?.companyId ?? null,
    // What was typed is not kept: people type their password into the wrong field.
    ...(account && { target: { kind: "person", id: account.id, name: account.name } }),
    details: { reason: whyNot(account) },
    outcome: "refused",
  });
}

async function open(ctx: Context, account: Account, passwordHash: string): Promise<SignedIn | null> {
  const handle = newCredential("session");
  const id = newId();
  const expiresAt = after(ctx.now, LIVES_FOR);
  const companyId = account.memberships[0]?.companyId ?? null;
  return inTransaction(ctx, async (tx) => {
    if (!(await claimPassword(tx.db, { id: account.id, passwordHash }))) return null;
    const before = tx.actor;
    if (before.kind === "person") await claimEnd(tx.db, { id: before.sessionId, userId: before.userId }, tx.now);
    await insertSession(tx.db, {
      id,
      handleHash: hashOf(handle.reveal()),
      userId: account.id,
      companyId,
      createdAt: tx.now,
      lastSeenAt: tx.now,
      authenticatedAt: tx.now,
      expiresAt,
      ip: tx.origin.ip,
      userAgent: tx.origin.userAgent,
    });
    const actor = personOf(account, { id, companyId, authenticatedAt: tx.now });
    await record(
      { ...tx, actor },
      { action: "person.signed_in", companyId, target: { kind: "session", id, name: "" } },
    );
    return { handle, userId: account.id, sessionId: id, expiresAt };
  });
}

/**
 * Signs a person in with email address and password: a new session with a new handle each time; the one that the browser
 * had before ends (ASVS 7.2.4). Unknown, disabled, invited and wrong are one answer after the same work (ASVS 6.3.8).
 *
 * @throws Refusal wrong_credentials; too_many_attempts with Retry-After
 */
export async function signIn(ctx: Context, { email, password }: SignInInput): Promise<SignedIn> {
  const account = await findAccount(ctx.db, { email });
  const passwordHash = account && !account.disabledAt ? account.passwordHash : null;
  const isRight = await isRightPassword(ctx, { email, passwordHash, password });
  const signedIn = isRight && account && passwordHash ? await open(ctx, account, passwordHash) : null;
  if (signedIn) return signedIn;
  await recordFailure(ctx, account);
  throw new Refusal("wrong_credentials");
}
