import "server-only";
import type { Details } from "@/lib/apis/details";
import type { Context } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { after } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { foreseeCode } from "./candidate/hot";
import { endFamily } from "./end-family";
import { type CodeRow, claimCode } from "./hot";
import type { Asker, Issued } from "./issued";
import { narrowedRequest } from "./narrow";
import { newPair, type Pair, untilDecided } from "./pair";
import { refusalOf } from "./refusal";
import { issuedBy, outcomeOf, REFRESH_LIFETIME } from "./rules";

type Redeem = {
  client: Asker;
  code: string;
  /** What the code must be: a device code is never taken for an authorization code, nor the other way round. */
  kind?: "code" | "device";
  /** The S256 challenge of the verifier that was sent, or what fits none; null: none was sent, as in the classic flow. */
  challenge: string | null;
  redirectUri: string | null;
  resources: string[] | null;
  /** The thumbprint of the key that the request proves to hold (RFC 9449 §5). */
  dpopJkt: string | null;
  /** What is asked of the details that were granted (RFC 9396 §6); left out or null: all of them. */
  details?: Details;
  /** Its refresh token lives until it is revoked: the classic flow promises that. */
  isEndless?: boolean;
};

/** What the answer to a code tells beyond the tokens: whom it is about, for an ID token. */
export type Redeemed = Issued & Pick<CodeRow, "userId" | "nonce" | "authenticatedAt" | "isSignIn">;

const DESCRIPTION = "the code is unknown, expired, used, or not for this client, redirect URI and verifier";

/**
 * Exchanges an authorization code, once (RFC 6749 §4.1.3): an access token of one hour, or until the grant ends, and the
 * first refresh token of a family that lives 30 days, or without end in the classic flow. A request that is not the code's
 * own changes nothing; the code's own a second time ends
 * what the first one got (§4.1.2).
 * @throws Refusal invalid_grant, invalid_scope, invalid_target, invalid_authorization_details
 */
export async function redeem(ctx: Context, { client, code, kind = "code", ...given }: Redeem): Promise<Redeemed> {
  if (kindOf(code) !== kind) throw new Refusal("invalid_grant", { description: DESCRIPTION, detail: "malformed" });
  const { isEndless = false, ...asked } = given;
  const whole = { ...asked, codeHashes: hashesOf(code), clientId: client.id, now: ctx.now, scopes: null };
  const part = await narrowedRequest({ scopes: null, details: asked.details ?? null }, () => foreseeCode(whole));
  const request = { ...whole, ...part };
  const refreshExpiresAt = isEndless ? null : after(ctx.now, REFRESH_LIFETIME);
  const attempt = async (): Promise<{ pair: Pair; row: CodeRow | null }> => {
    const { dpopJkt, details } = request;
    const pair = await newPair({ client, now: ctx.now, dpopJkt, details, foresee: () => foreseeCode(request) });
    const row = await claimCode({ ...request, ...pair.stored, refreshExpiresAt });
    return { pair, row };
  };
  const { pair, row } = await untilDecided(attempt);
  const outcome = row ? outcomeOf(row) : "unknown";
  if (row && outcome === "spent") {
    const { userId, nonce, authenticatedAt, isSignIn } = row;
    return { ...pair.secrets, ...issuedBy(row, request), userId, nonce, authenticatedAt, isSignIn };
  }
  if (row && outcome === "used") await endFamily(ctx, { familyId: row.familyId, client, reason: "replayed_code" });
  throw refusalOf(outcome, DESCRIPTION);
}
