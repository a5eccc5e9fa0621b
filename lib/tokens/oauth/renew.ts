import "server-only";
import type { Context } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { Secret } from "@/lib/crypto/secret";
import { foreseeRefresh } from "./candidate/hot";
import type { Issued } from "./issued";
import { narrowedRequest } from "./narrow";
import { newAccess, untilDecided } from "./pair";
import { refusalOf } from "./refusal";
import { insertRenewal } from "./renewal/hot";
import { DESCRIPTION, type Refresh, usedAgain } from "./rotate";
import { issuedBy, outcomeOf } from "./rules";

/**
 * Gives an access token of one hour on a refresh token that stays the same, as the classic flow promises (X8): its
 * integrations keep the first one and send it for ever. Its client has proven who it is, which binds the token
 * (RFC 6749 §10.4; RFC 9700 §4.14.2 asks for rotation where nothing does). The answer repeats the token.
 *
 * One that was rotated before its client came to the classic flow is a used one, as in `rotate`.
 * @throws Refusal invalid_grant, invalid_scope, invalid_target
 */
export async function renew(ctx: Context, asked: Refresh): Promise<Issued> {
  const { client, token, scopes, resources, dpopJkt, details = null } = asked;
  if (kindOf(token) !== "refresh") throw refusalOf("malformed", DESCRIPTION);
  const whole = { tokenHashes: hashesOf(token), clientId: client.id, scopes: null, resources, now: ctx.now, dpopJkt };
  const request = { ...whole, ...(await narrowedRequest({ scopes, details }, () => foreseeRefresh(whole))) };
  const attempt = async () => {
    const foresee = () => foreseeRefresh(request);
    const made = await newAccess({ client, now: ctx.now, dpopJkt, details: request.details, foresee });
    return { access: made.access, row: await insertRenewal({ ...request, ...made.stored }) };
  };
  const { access, row } = await untilDecided(attempt);
  const outcome = row ? outcomeOf(row) : "unknown";
  if (row && outcome === "spent") return { access, refresh: new Secret(token), ...issuedBy(row, request) };
  if (row && outcome === "used") return usedAgain(ctx, row, asked);
  throw refusalOf(outcome, DESCRIPTION);
}
