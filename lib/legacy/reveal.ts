import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requireFreshSignIn, requirePermission, type Staff } from "@/lib/people/may";
import type { Reveal } from "./schema";
import { openLegacySecret } from "./secret";
import { findLegacyKey, findSealedSecret } from "./store";
import { TERMS_VERSION } from "./terms";

const companyOf = ({ actor }: Context): string | null => {
  if (actor.kind === "person") return actor.membership?.companyId ?? null;
  return actor.kind === "token" ? actor.companyId : null;
};

/** Outside any transaction, because the refusal that follows would undo it. Strangers leave no line: they have no log. */
async function recordRefused(ctx: Context, reason: string): Promise<void> {
  const companyId = companyOf(ctx);
  if (companyId === null) return;
  const row = await findLegacyKey(ctx.db, companyId);
  const target = row ? { target: { kind: "legacy_key", id: row.id, name: row.key } } : {};
  await record(ctx, {
    action: "legacy_key.reveal_refused",
    companyId,
    ...target,
    details: { reason },
    outcome: "refused",
  });
}

async function requireRight(ctx: Context): Promise<Staff> {
  try {
    return requirePermission(ctx, "legacy:manage");
  } catch (refusal) {
    if (refusal instanceof Refusal) await recordRefused(ctx, refusal.name);
    throw refusal;
  }
}

/**
 * Shows the secret of the API connection: to the owner alone, after a recent sign-in and the acceptance of the terms in
 * force. Acceptance and showing are in the log before the secret leaves; so is an attempt of somebody without the right.
 *
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, fresh_sign_in_required, terms_not_accepted, not_found
 */
export async function revealLegacySecret(ctx: Context, { accept }: Reveal): Promise<{ key: string; secret: Secret }> {
  const { companyId } = await requireRight(ctx);
  requireFreshSignIn(ctx);
  if (accept !== TERMS_VERSION) throw new Refusal("terms_not_accepted");
  return inTransaction(ctx, async (tx) => {
    const row = await findSealedSecret(tx.db, companyId);
    if (!row) throw new Refusal("not_found");
    const { id, key } = row;
    const line = { companyId, target: { kind: "legacy_key", id, name: key } };
    await record(tx, { ...line, action: "legacy_key.terms_accepted", details: { termsVersion: TERMS_VERSION } });
    await record(tx, { ...line, action: "legacy_key.revealed" });
    return { key, secret: openLegacySecret(id, row.secretCiphertext) };
  });
}
