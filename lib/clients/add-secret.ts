import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { isLiveSecret, MOST_SECRETS, olderEndsAt } from "./rules";
import type { NewSecret } from "./schema";
import { insertSecret, listSecrets, lockClient, updateQuietDays, updateSecretEnd } from "./secret-store";

export type AddedSecret = { id: string; secret: Secret; olderEndsAt: Date | null };

/** Two weeks show a weekly job that still has the older secret, twice. */
const QUIET_DAYS = 14;

/** Gives the secret that lives the end that was chosen, and answers when that is, if it is known. */
async function endOlder(
  ctx: Context,
  { id: clientId, olderEnds, quietDays = QUIET_DAYS }: NewSecret,
): Promise<Date | null> {
  const live = (await listSecrets(ctx.db, clientId)).filter((secret) => isLiveSecret(secret, ctx.now));
  if (live.length >= MOST_SECRETS) throw new Refusal("too_many_secrets");
  const [older] = live;
  if (!older) return null;
  if (olderEnds === "quiet") await updateQuietDays(ctx.db, older.id, { days: quietDays, from: ctx.now });
  const endsAt = olderEndsAt(olderEnds, older.expiresAt, ctx.now);
  if (endsAt !== older.expiresAt) await updateSecretEnd(ctx.db, older.id, endsAt);
  return endsAt;
}

/**
 * Gives an OAuth user a second secret, shown once, here, so that its application can change over without a gap. At
 * most two live at a time, however many ask at once.
 *
 * @throws Refusal sign_in_required, forbidden, insufficient_scope; not_found; too_many_secrets; unauthorized_client:
 *   a public client has no secret (RFC 6749 §2.1), nor has one that signs with a key of its own
 */
export async function addSecret(ctx: Context, input: NewSecret): Promise<AddedSecret> {
  const { companyId } = requirePermission(ctx, "clients:write");
  return inTransaction(ctx, async (tx) => {
    const client = await lockClient(tx.db, { companyId, id: input.id });
    if (!client) throw new Refusal("not_found");
    if (client.isPublic || client.authMethod !== "client_secret")
      throw new Refusal("unauthorized_client", { description: "this client does not authenticate with a secret" });
    const endsAt = await endOlder(tx, input);
    const secret = newCredential("clientSecret");
    const { hint } = secret;
    const secretHash = hashOf(secret.reveal());
    const id = newId();
    await insertSecret(tx.db, { id, clientId: input.id, secretHash, hint, createdAt: tx.now });
    await record(tx, {
      action: "client_secret.created",
      companyId,
      target: { kind: "client", id: input.id, name: client.name },
      details: {
        hint,
        olderEndsAt: endsAt?.toISOString() ?? null,
        ...(input.olderEnds === "quiet" && { closesAfterQuietDays: input.quietDays ?? QUIET_DAYS }),
      },
    });
    return { id, secret, olderEndsAt: endsAt };
  });
}
