import "server-only";
import { type Details, detailsOf } from "@/lib/apis/details";
import type { Context } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { sealForHolder, unsealAsHolder } from "@/lib/crypto/seal";
import { Secret } from "@/lib/crypto/secret";
import { foreseeRefresh } from "./candidate/hot";
import { endFamily } from "./end-family";
import { claimRefresh, type RefreshRow } from "./hot";
import type { Asker, Issued } from "./issued";
import { narrowedRequest } from "./narrow";
import { newPair, type Pair, untilDecided } from "./pair";
import { refusalOf } from "./refusal";
import { issuedBy, mayRetry, outcomeOf, wholeSeconds } from "./rules";
import { findLiveAccess, hasUnusedRefresh } from "./store";

export type Refresh = {
  client: Asker;
  token: string;
  scopes: string[] | null;
  resources: string[] | null;
  dpopJkt: string | null;
  /** What is asked of the details that were granted (RFC 9396 §6); left out or null: all of them. */
  details?: Details;
};

export const DESCRIPTION = "the refresh token is unknown, expired, revoked, used, or not for this client";

/** What a retry needs to find the first answer again. */
type Kept = { access: string; refresh: string; asked: string };

/** What was asked, in a form in which the same is equal. */
const askedOf = ({ scopes, resources, dpopJkt, details = null }: Omit<Refresh, "client" | "token">): string =>
  JSON.stringify([scopes && [...scopes].sort(), resources && [...resources].sort(), dpopJkt, details]);

/**
 * The same answer again, to a client that lost it: only while nothing of it was used, revoked or has expired, and to
 * the same question. Null: the answer was received, as its refresh token is used, so this is a replay.
 */
async function answerAgain(
  { db }: Context,
  { answer, successorHash }: RefreshRow,
  asked: Refresh,
): Promise<Issued | null> {
  if (!answer || !successorHash) throw new Error("a used refresh token has no answer");
  if (!(await hasUnusedRefresh(db, Buffer.from(successorHash)))) return null;
  const kept = JSON.parse(unsealAsHolder(answer, asked.token)) as Kept;
  const stored = kept.asked === askedOf(asked) ? await findLiveAccess(db, hashesOf(kept.access)) : null;
  if (!stored) throw refusalOf("used", DESCRIPTION);
  const { access, refresh } = kept;
  return {
    dpopJkt: stored.dpopJkt,
    details: detailsOf(stored.details as Details, stored.scopes),
    access: new Secret(access),
    refresh: new Secret(refresh),
    scopes: stored.scopes,
    lifetimeMs: wholeSeconds(stored.expiresAt.getTime() - stored.createdAt.getTime()),
  };
}

/** What a refresh token that was used before gives: the answer of its use, or the end of its family. */
export async function usedAgain(ctx: Context, row: RefreshRow, asked: Refresh): Promise<Issued> {
  const again = mayRetry(row, ctx.now) ? await answerAgain(ctx, row, asked) : null;
  if (again) return again;
  await endFamily(ctx, { familyId: row.familyId, client: asked.client, reason: "replayed_refresh_token" });
  throw refusalOf("used", DESCRIPTION);
}

/**
 * Exchanges a refresh token, once, for an access token of one hour, or until the grant ends, and its successor
 * (RFC 6749 §6, RFC 9700 §4.14.2). The successor keeps the end of the chain and all that was granted, so that a narrower request does not narrow the next.
 *
 * The same client may ask the same again within 60 seconds, and gets the same answer: of any number of requests at once
 * one lineage comes. Later, or when the successor was used, it is a replay, which ends the family and is audited.
 * @throws Refusal invalid_grant, invalid_scope, invalid_target, invalid_authorization_details
 */
export async function rotate(ctx: Context, asked: Refresh): Promise<Issued> {
  const { client, token, scopes, resources, dpopJkt, details = null } = asked;
  if (kindOf(token) !== "refresh") throw refusalOf("malformed", DESCRIPTION);
  const whole = { tokenHashes: hashesOf(token), clientId: client.id, scopes: null, resources, now: ctx.now, dpopJkt };
  const request = { ...whole, ...(await narrowedRequest({ scopes, details }, () => foreseeRefresh(whole))) };
  const attempt = async (): Promise<{ pair: Pair; row: RefreshRow | null }> => {
    const foresee = () => foreseeRefresh(request);
    const pair = await newPair({ client, now: ctx.now, dpopJkt, details: request.details, foresee });
    const { access, refresh } = pair.secrets;
    const kept: Kept = { access: access.reveal(), refresh: refresh.reveal(), asked: askedOf(asked) };
    const answer = sealForHolder(JSON.stringify(kept), token);
    return { pair, row: await claimRefresh({ ...request, ...pair.stored, answer }) };
  };
  const { pair, row } = await untilDecided(attempt);
  const outcome = row ? outcomeOf(row) : "unknown";
  if (row && outcome === "spent") return { ...pair.secrets, ...issuedBy(row, request) };
  if (row && outcome === "used") return usedAgain(ctx, row, asked);
  throw refusalOf(outcome, DESCRIPTION);
}
