import "server-only";
import { type OfferedScope, offeredScopes } from "@/lib/apis/offered";
import { isAdminScope } from "@/lib/apis/system";
import { record } from "@/lib/audit/record";
import { zoneOr } from "@/lib/calendar";
import type { Context, Role } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { inTransaction } from "@/lib/db/transaction";
import { fieldRefusal, Refusal } from "@/lib/errors";
import { requireFreshSignIn, requirePermission, type Staff } from "@/lib/people/may";
import { type TokenView, tokenView } from "./read";
import { excessOf, expiryOf, mayGive } from "./rules";
import type { GenerateToken } from "./schema";
import { findHolding, findMaker, findRow, findSubmitted, insertToken } from "./store";

/** `secret` leaves Postern once, here; a second submit of the same form learns which token the first one made. */
export type Generated =
  | { outcome: "generated"; token: TokenView; secret: Secret }
  | { outcome: "already_submitted"; id: string };

type Wanted = { access: GenerateToken["access"]; scopes: string[]; expiresAt: Date | null };

function requireGivable(role: Role, keys: readonly string[], offered: readonly OfferedScope[]): void {
  for (const key of keys) {
    if (!offered.some((scope) => scope.key === key && !scope.isIdentity))
      throw fieldRefusal("scopes", "contextNotOffered", { context: key });
    if (isAdminScope(key) && !mayGive(role, key)) throw fieldRefusal("scopes", "contextNotYours", { context: key });
  }
}

const insufficient = (description: string, beyond: readonly string[] = []): Refusal => {
  const scope = beyond.length > 0 ? `, scope="${beyond.join(" ")}"` : "";
  const challenge = `Bearer error="insufficient_scope"${scope}`;
  return new Refusal("insufficient_scope", { description, headers: { "WWW-Authenticate": challenge } });
};

/** A token generates no other that can do more, or lives longer, than itself. */
async function requireNoExcess({ db }: Context, tokenId: string, companyId: string, wanted: Wanted): Promise<void> {
  const holding = await findHolding(db, companyId, tokenId);
  if (!holding) throw new Refusal("not_found");
  const excess = excessOf(wanted, holding, isAdminScope);
  if (excess?.what === "access") throw insufficient("a token can't generate one with general access");
  if (excess?.what === "expiry") throw insufficient("a token can't generate one that outlives it");
  if (excess) throw insufficient("a token can only generate one with contexts that it holds", excess.beyond);
}

/** Whether the actor may hand out what is wanted; the order is that in which a person can mend it. */
async function requireAllowed(ctx: Context, { companyId }: Staff, wanted: Wanted): Promise<void> {
  const { actor } = ctx;
  const role = actor.kind === "person" ? actor.membership?.role : actor.kind === "token" ? actor.role : null;
  requireGivable(role ?? "member", wanted.scopes, await offeredScopes(ctx, companyId));
  if (actor.kind === "token") await requireNoExcess(ctx, actor.tokenId, companyId, wanted);
  else if (wanted.scopes.some(isAdminScope)) requireFreshSignIn(ctx);
}

async function store(ctx: Context, staff: Staff, input: GenerateToken, wanted: Wanted): Promise<Generated> {
  const secret = newCredential("personal");
  const id = newId();
  const { name, description, submissionKey = null } = input;
  const row = await inTransaction(ctx, async (tx) => {
    const isNew = await insertToken(tx.db, {
      ...staff,
      ...wanted,
      id,
      name,
      description,
      submissionKey,
      tokenHash: hashOf(secret.reveal()),
      hint: secret.hint,
      createdAt: ctx.now,
    });
    if (!isNew) return null;
    await record(tx, {
      action: "personal_token.created",
      companyId: staff.companyId,
      target: { kind: "personal_token", id, name },
      details: { access: wanted.access, scopes: wanted.scopes, expiresAt: wanted.expiresAt?.toISOString() ?? null },
    });
    return findRow(tx.db, staff.companyId, id);
  });
  if (row) return { outcome: "generated", token: tokenView(row, ctx.now), secret };
  const earlier = submissionKey ? await findSubmitted(ctx.db, submissionKey, staff) : null;
  // Somebody else's key: there is nothing to tell about it.
  if (!earlier) throw fieldRefusal("submissionKey", "invalid");
  return { outcome: "already_submitted", id: earlier.id };
}

/**
 * Generates a personal token for the actor, in the company that they look at. Each context must be offered at this
 * moment, and an admin context stand for what the actor may do themselves; a person confirms those with a password
 * that was typed lately. A token that acts can only pass on a part of what it holds. The same submission key makes one
 * token, however often and however fast it comes.
 *
 * @throws Refusal forbidden, insufficient_scope, invalid_input (on `scopes`, `expiresOn`), fresh_sign_in_required
 */
export async function generateToken(ctx: Context, input: GenerateToken): Promise<Generated> {
  const staff = requirePermission(ctx, "tokens:write");
  const { timeZone } = await findMaker(ctx.db, staff.userId);
  const expiresAt = expiryOf(input, { now: ctx.now, zone: zoneOr(timeZone ?? input.zone ?? null) });
  const wanted = { access: input.access, scopes: input.access === "custom" ? input.scopes : [], expiresAt };
  await requireAllowed(ctx, staff, wanted);
  return store(ctx, staff, input, wanted);
}
