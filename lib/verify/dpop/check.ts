import "server-only";
import type { Context } from "@/lib/context";
import { sha256Base64url } from "@/lib/crypto/hash";
import { publicOrigin } from "@/lib/env";
import { readSelfSigned, SELF_SIGNED_ALGORITHMS } from "@/lib/keys/self-signed";
import { spendProof } from "@/lib/policy/spent";
import { ageOf, currentNonce } from "./nonce";
import { type Call, claimedFor, type Fault } from "./rules";

/** What proofs may be signed with (`dpop_signing_alg_values_supported`, and `algs` of a challenge). */
export const PROOF_ALGORITHMS: readonly string[] = SELF_SIGNED_ALGORITHMS;

/** Servers and proxies take no longer header. */
const LONGEST = 8192;

/**
 * A request to one of our own endpoints, as its client sees it. The origin is that of the settings: neither `Host` nor
 * `X-Forwarded-Host` can move it.
 */
export const ownCall = ({ method, url }: Request): Call => ({ method, url: publicOrigin() + new URL(url).pathname });

type Asked = Readonly<{
  /** The `DPoP` header as it came; null: there is none. */
  header: string | null;
  call: Call;
  /** The access token that comes with it, and the key that it is bound to (RFC 9449 §7.1); null: none does. */
  bound: Readonly<{ token: string; jkt: string }> | null;
}>;

export type Checked =
  | Readonly<{
      outcome: "good";
      /** The thumbprint of the key that was proven. */
      jkt: string;
      /** For the answer, where the one that was used has got old (RFC 9449 §8.2). */
      nextNonce: string | null;
    }>
  | Readonly<{ outcome: "refused"; fault: Fault }>
  | Readonly<{ outcome: "nonce_needed"; nonce: string }>;

const refused = (fault: Fault): Checked => ({ outcome: "refused", fault });

/**
 * Whether a proof of possession is good for a call (RFC 9449 §4.3), and then spends it: of any number of copies, on any
 * number of processes, one is good. All else is looked at first, so that what is refused leaves no row behind, and a
 * client whose clock is wrong hears of that before it hears of a nonce.
 *
 * Two headers come joined by a comma, which no compact JWT has, so they are malformed like anything else (§4.3, point 1).
 */
export async function checkProof(ctx: Pick<Context, "db" | "now">, { header, call, bound }: Asked): Promise<Checked> {
  if (header === null) return refused("missing");
  const proof = header.length > LONGEST ? null : await readSelfSigned(header, { typ: "dpop+jwt" });
  if (!proof) return refused("malformed");
  const ath = bound && sha256Base64url(bound.token);
  const claimed = claimedFor(proof.claims, { call, ath, now: ctx.now });
  if (typeof claimed === "string") return refused(claimed);
  const jkt = proof.thumbprint;
  if (bound && bound.jkt !== jkt) return refused("other_key");
  const age = claimed.nonce === null ? "unknown" : ageOf(claimed.nonce, ctx.now);
  if (age === "unknown") return { outcome: "nonce_needed", nonce: currentNonce(ctx.now) };
  if (!(await spendProof(ctx, { use: "dpop", signer: jkt, jti: claimed.jti }, claimed.endsAt))) return refused("used");
  return { outcome: "good", jkt, nextNonce: age === "old" ? currentNonce(ctx.now) : null };
}
