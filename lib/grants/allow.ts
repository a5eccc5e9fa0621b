import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newId } from "@/lib/crypto/id";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { missing, widened } from "./rules";
import { insertLiveGrant, lockLivePersonGrant, updateScopes } from "./store";

export type Consent = {
  client: { id: string; companyId: string; name: string };
  userId: string;
  scopes: string[];
};

/** A grant can be revoked just after it was found: then another is made. Nobody revokes faster than that for long. */
const ATTEMPTS = 5;

/** The live grant that is there, widened by what it lacks; null if it was revoked under our hands. */
async function widen(ctx: Context, { client, userId, scopes }: Consent): Promise<string | null> {
  const held = await lockLivePersonGrant(ctx.db, client.id, userId);
  if (!held) return null;
  const added = missing(held.scopes, scopes);
  if (added.length === 0) return held.id;
  const all = widened(held.scopes, scopes);
  await updateScopes(ctx.db, held.id, all);
  await record(ctx, {
    action: "grant.widened",
    companyId: client.companyId,
    target: { kind: "grant", id: held.id, name: client.name },
    details: { added, scopes: all },
  });
  return held.id;
}

/**
 * Records that a person allows a client `scopes`: makes their one live grant, or adds to it what it lacks, whatever
 * happens at the same time. Who may consent is decided by the caller, which also opens the transaction that stores what
 * the consent yields.
 *
 * @returns the grant's id
 * @throws Refusal changed_meanwhile if it is revoked again and again meanwhile
 */
export const allow = (given: Context, consent: Consent): Promise<string> =>
  inTransaction(given, async (ctx) => {
    const { client, userId, scopes } = consent;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const id = newId();
      const isNew = await insertLiveGrant(ctx.db, {
        id,
        companyId: client.companyId,
        clientId: client.id,
        userId,
        grantType: "authorization_code",
        scopes,
        createdAt: ctx.now,
        createdById: userId,
      });
      if (isNew) {
        const target = { kind: "grant", id, name: client.name };
        await record(ctx, { action: "grant.created", companyId: client.companyId, target, details: { scopes } });
        return id;
      }
      const widenedId = await widen(ctx, consent);
      if (widenedId) return widenedId;
    }
    throw new Refusal("changed_meanwhile");
  });
