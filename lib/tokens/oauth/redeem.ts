import "server-only";
import type { Context } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf } from "@/lib/crypto/hash";
import { after } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { foreseeCode } from "./candidate/hot";
import { endFamily } from "./end-family";
import { type CodeRow, claimCode } from "./hot";
import type { Asker, Issued } from "./issued";
import { newPair, type Pair, untilDecided } from "./pair";
import { refusalOf } from "./refusal";
import { ACCESS_LIFETIME, outcomeOf, REFRESH_LIFETIME } from "./rules";

type Redeem = {
  client: Asker;
  code: string;
  /** The S256 challenge of the verifier that was sent, or what fits none; null: none was sent, as in the classic flow. */
  challenge: string | null;
  redirectUri: string | null;
  resources: string[] | null;
  /** The thumbprint of the key that the request proves to hold (RFC 9449 §5). */
  dpopJkt: string | null;
  /** Its refresh token lives until it is revoked: the classic flow promises that. */
  isEndless?: boolean;
};

/** What the answer to a code tells beyond the tokens: whom it is about, for an ID token. */
export type Redeemed = Issued & Pick<CodeRow, "userId" | "nonce" | "authenticatedAt">;

const DESCRIPTION = "the code is unknown, expired, used, or not for this client, redirect URI and verifier";

/**
 * Exchanges an authorization code, once (RFC 6749 §4.1.3): an access token of one hour and the first refresh token of a
 * family that lives 30 days, or without end in the classic flow. A request that is not the code's own changes nothing; the code's own a second time ends
 * what the first one got (§4.1.2).
 * @throws Refusal invalid_grant, invalid_scope, invalid_target
 */
export async function redeem(ctx: Context, { client, code, isEndless = false, ...asked }: Redeem): Promise<Redeemed> {
  if (kindOf(code) !== "code") throw new Refusal("invalid_grant", { description: DESCRIPTION, detail: "malformed" });
  const request = { ...asked, codeHashes: hashesOf(code), clientId: client.id, now: ctx.now };
  const refreshExpiresAt = isEndless ? null : after(ctx.now, REFRESH_LIFETIME);
  const attempt = async (): Promise<{ pair: Pair; row: CodeRow | null }> => {
    const pair = await newPair({ client, now: ctx.now, dpopJkt: asked.dpopJkt, foresee: () => foreseeCode(request) });
    const row = await claimCode({ ...request, ...pair.stored, refreshExpiresAt });
    return { pair, row };
  };
  const { pair, row } = await untilDecided(attempt);
  const outcome = row ? outcomeOf(row) : "unknown";
  if (row && outcome === "spent") {
    const { scopes, details, userId, nonce, authenticatedAt } = row;
    const { dpopJkt } = asked;
    const tokens = { ...pair.secrets, scopes: scopes ?? [], lifetimeMs: ACCESS_LIFETIME, dpopJkt, details };
    return { ...tokens, userId, nonce, authenticatedAt };
  }
  if (row && outcome === "used") await endFamily(ctx, { familyId: row.familyId, client, reason: "replayed_code" });
  throw refusalOf(outcome, DESCRIPTION);
}
