import "server-only";
import type { Details } from "@/lib/apis/details";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newId } from "@/lib/crypto/id";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/errors";
import { type Choice, isOutdated, isSame, missing, widened } from "./rules";
import { insertLiveGrant, lockConsents, lockPersonGrant, updateChoice, updateEnded } from "./store";

export type Consent = {
  client: { id: string; companyId: string; name: string };
  userId: string;
  scopes: readonly string[];
  /** What the contexts with parameters were given; left out or null: there is none among them. */
  details?: Details;
  /** When it ends by itself; left out or null: when it is taken back. */
  expiresAt?: Date | null;
};

type Held = Choice & { id: string };

/** A grant can be revoked just after it was found: then another is made. Nobody revokes faster than that for long. */
const ATTEMPTS = 5;

/** The reason that stands with a grant which a newer choice of the same person took the place of. */
export const REPLACED = "replaced";

/** A choice as the log has it. */
const logged = ({ scopes, details, expiresAt }: Choice) => ({
  scopes: [...scopes],
  ...(details && {
    parameters: details.flatMap(({ context, parameters }) =>
      Object.entries(parameters).map(([key, value]) => `${context}.${key}: ${[value].flat().join(", ")}`),
    ),
  }),
  ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
});

async function insert(ctx: Context, { client, userId }: Consent, choice: Choice): Promise<string | null> {
  const id = newId();
  const owner = { companyId: client.companyId, clientId: client.id, userId, grantType: "authorization_code" };
  const isNew = await insertLiveGrant(ctx.db, { id, ...owner, createdAt: ctx.now, createdById: userId }, choice);
  if (!isNew) return null;
  const target = { kind: "grant", id, name: client.name };
  await record(ctx, { action: "grant.created", companyId: client.companyId, target, details: logged(choice) });
  return id;
}

/**
 * Ends a grant in favour of a newer choice, and with it every code and token that stands on it: at its own end where that
 * is past, else now.
 */
async function end(ctx: Context, { client, userId }: Consent, held: Held): Promise<void> {
  const isOver = held.expiresAt !== null && held.expiresAt <= ctx.now;
  if (isOver && held.expiresAt) {
    await updateEnded(ctx.db, held.id, { revokedAt: held.expiresAt, revokedById: null, revokedReason: null });
    return;
  }
  await updateEnded(ctx.db, held.id, { revokedAt: ctx.now, revokedById: userId, revokedReason: REPLACED });
  await record(ctx, {
    action: "grant.revoked",
    companyId: client.companyId,
    target: { kind: "grant", id: held.id, name: client.name },
    details: { personId: userId, reason: REPLACED },
  });
}

/** The grant that is there, changed by what is new in the choice; null if it was revoked under our hands. */
async function change(ctx: Context, consent: Consent, chosen: Choice): Promise<string | null> {
  const { client, userId } = consent;
  const held = await lockPersonGrant(ctx.db, { clientId: client.id, userId });
  if (!held) return null;
  const choice = widened(held, chosen, ctx.now);
  if (isOutdated(held, chosen, ctx.now)) {
    await end(ctx, consent, held);
    return insert(ctx, consent, choice);
  }
  if (isSame(held, choice)) return held.id;
  await updateChoice(ctx.db, held.id, choice);
  await record(ctx, {
    action: "grant.widened",
    companyId: client.companyId,
    target: { kind: "grant", id: held.id, name: client.name },
    details: { added: missing(held.scopes, choice.scopes), ...logged(choice) },
  });
  return held.id;
}

/**
 * Records that a person allows a client what they chose: makes their one live grant, or changes it, whatever happens at
 * the same time. Contexts add up; the values of a context and the end are those of the newest choice. Where tokens that are
 * out could do more than that, the grant is replaced by another, and they end. Who may consent is decided by the caller,
 * which also opens the transaction that stores what the consent yields.
 *
 * @returns the grant's id
 * @throws Refusal changed_meanwhile if it is revoked again and again meanwhile
 */
export const allow = (given: Context, consent: Consent): Promise<string> =>
  inTransaction(given, async (ctx) => {
    const { scopes, details = null, expiresAt = null } = consent;
    const chosen: Choice = { scopes, details, expiresAt };
    // One after another: a grant that is replaced while others wait for it would send each of them round again.
    await lockConsents(ctx.db, { clientId: consent.client.id, userId: consent.userId });
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const id = (await insert(ctx, consent, chosen)) ?? (await change(ctx, consent, chosen));
      if (id) return id;
    }
    throw new Refusal("changed_meanwhile");
  });
