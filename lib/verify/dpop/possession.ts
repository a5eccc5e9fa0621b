import "server-only";
import type { Context } from "@/lib/context";
import { Refusal, type RefusalName } from "@/lib/errors";
import { challenges, type Place } from "../challenge";
import { type Checked, checkProof } from "./check";
import type { Call } from "./rules";

/** A token that is good, the scheme it was shown with, and the key that it is bound to; null: to none. */
type Held = Readonly<{ scheme: "bearer" | "dpop"; token: string; jkt: string | null }>;

type Asked = Readonly<{
  /** The `DPoP` header of the call. */
  header: string | null;
  /** The call that the proof must be for; null: it is not known here. */
  call: Call | null;
  audience: string;
}>;

type Told = { scheme: Held["scheme"]; place: Place };
type No = { error: string; description: string; detail: string; nonce?: string };

function refusal(name: RefusalName, { error, description, detail, nonce }: No, { scheme, place }: Told): Refusal {
  const headers = {
    "WWW-Authenticate": challenges(scheme, { error }, place),
    ...(nonce && { "DPoP-Nonce": nonce }),
  };
  return new Refusal(name, { description, detail, headers });
}

function invalidToken(description: string, detail: string, told: Told): Refusal {
  return refusal("invalid_token", { error: "invalid_token", description, detail }, told);
}

function refusalOf(checked: Exclude<Checked, { outcome: "good" }>, told: Told): Refusal {
  if (checked.outcome === "nonce_needed") {
    const description = "send the call again, with a proof that has the nonce of DPoP-Nonce";
    const { nonce } = checked;
    return refusal("dpop_nonce_required", { error: "use_dpop_nonce", description, detail: "nonce", nonce }, told);
  }
  if (checked.fault === "other_key")
    return invalidToken("the token is bound to another key than the proof is signed with", "other key", told);
  const description = "the DPoP proof is not good for this call";
  return refusal("dpop_proof_refused", { error: "invalid_dpop_proof", description, detail: checked.fault }, told);
}

/**
 * That whoever shows a token may: one that is bound to a key comes with the scheme `DPoP` and a proof of that very key,
 * made for this call and this token (RFC 9449 §7.1), and any other with `Bearer`. A bound one as a bearer token is refused
 * with a proof and without (§7.2), so that a thief gains nothing by leaving things away.
 *
 * The answer is 401 in every profile of errors: what is missing stands in the headers, and clients act on it.
 * @returns the nonce that the answer has to carry; null: none
 * @throws Refusal invalid_token, dpop_proof_refused, dpop_nonce_required
 */
export async function requirePossession(
  ctx: Pick<Context, "db" | "now">,
  { scheme, token, jkt }: Held,
  { header, call, audience }: Asked,
): Promise<string | null> {
  const told: Told = { scheme, place: { audience, takesProofs: call !== null } };
  if (jkt === null && scheme === "bearer") return null;
  if (jkt === null) throw invalidToken("the token is bound to no key: send it as Bearer", "not bound", told);
  if (scheme === "bearer")
    throw invalidToken("the token is bound to a key: send it as DPoP, with a proof", "bound", told);
  if (call === null) throw invalidToken("tokens that are bound to a key are not taken here", "no call known", told);
  const checked = await checkProof(ctx, { header, call, bound: { token, jkt } });
  if (checked.outcome !== "good") throw refusalOf(checked, told);
  return checked.nextNonce;
}
