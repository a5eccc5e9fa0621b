import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { kindOf, newCredential } from "@/lib/crypto/credential";
import { hashesOf, hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { after, days } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { requireFreshSignIn, requirePermission } from "@/lib/people/may";
import type { NewRegistrationToken, RegistrationTokenId } from "./schema";
import { claimRegistrationUse, hasRegistrationToken, insertRegistrationToken, revokeRegistrationRow } from "./store";

/**
 * Makes a token with which applications can register (RFC 7591 §3, the initial access token), as often as they like
 * until it ends. It is shown once, here.
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required
 */
export async function createRegistrationToken(
  ctx: Context,
  { name, days: lifetimeDays }: NewRegistrationToken,
): Promise<{ token: Secret }> {
  const { companyId, userId } = requirePermission(ctx, "security:write");
  requireFreshSignIn(ctx);
  return inTransaction(ctx, async (tx) => {
    const token = newCredential("registration");
    const row = { id: newId(), companyId, name, hint: token.hint, createdAt: tx.now, createdById: userId };
    const expiresAt = after(tx.now, days(Number(lifetimeDays)));
    await insertRegistrationToken(tx.db, { ...row, expiresAt, tokenHash: hashOf(token.reveal()) });
    await record(tx, {
      action: "registration_token.created",
      companyId,
      target: { kind: "registration_token", id: row.id, name },
      details: { expiresAt: expiresAt.toISOString() },
    });
    return { token };
  });
}

/**
 * Ends a registration token at once. Applications that registered with it stay. One that was ended stays as it is.
 * @throws Refusal sign_in_required, forbidden, not_found
 */
export async function revokeRegistrationToken(ctx: Context, { id }: RegistrationTokenId): Promise<void> {
  const { companyId } = requirePermission(ctx, "security:write");
  await inTransaction(ctx, async (tx) => {
    const name = await revokeRegistrationRow(tx.db, { id, companyId, now: tx.now });
    if (name === null) {
      if (!(await hasRegistrationToken(tx.db, companyId, id))) throw new Refusal("not_found");
      return;
    }
    const target = { kind: "registration_token", id, name };
    await record(tx, { action: "registration_token.revoked", companyId, target });
  });
}

/** Who lets an application register, and how far it gets. */
export type Registrar = Readonly<{ companyId: string; groupId: string; tokenName: string | null }>;

/** The company behind a registration token, if that works at this moment; the use is counted. */
export async function registrarOf({ db, now }: Pick<Context, "db" | "now">, token: string): Promise<Registrar | null> {
  if (kindOf(token) !== "registration") return null;
  const row = await claimRegistrationUse(db, hashesOf(token), now);
  const groupId = row?.company.agentGroupId;
  return row && groupId ? { companyId: row.companyId, groupId, tokenName: row.name } : null;
}
