import "server-only";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { checkProof, ownCall } from "@/lib/verify/dpop/check";
import type { AuthenticatedClient } from "./client-auth";

/** A client, and the key that its request proves to hold; null: it proves none, and gets bearer tokens. */
export type ProvenClient = AuthenticatedClient & Readonly<{ dpopJkt: string | null }>;

export type ProvenKey = Readonly<{
  jkt: string | null;
  /** For a success: the nonce of the next proof, where the one that was used has got old (RFC 9449 §8.2). */
  headers: Readonly<Record<string, string>>;
}>;

/**
 * The key whose possession a request to one of our endpoints proves (RFC 9449 §5, §10.1). Asked before anything is spent,
 * so that a proof that is not good costs its client neither code nor refresh token.
 * @throws Refusal invalid_dpop_proof; use_dpop_nonce with the nonce to use
 */
export async function provenKey(ctx: Pick<Context, "db" | "now">, request: Request): Promise<ProvenKey> {
  const header = request.headers.get("dpop");
  if (header === null) return { jkt: null, headers: {} };
  const checked = await checkProof(ctx, { header, call: ownCall(request), bound: null });
  if (checked.outcome === "good")
    return { jkt: checked.jkt, headers: checked.nextNonce ? { "dpop-nonce": checked.nextNonce } : {} };
  if (checked.outcome === "nonce_needed")
    throw new Refusal("use_dpop_nonce", {
      description: "send the request again, with a proof that has the nonce of DPoP-Nonce",
      headers: { "DPoP-Nonce": checked.nonce },
    });
  throw new Refusal("invalid_dpop_proof", {
    description: "the DPoP proof is not good for this request",
    detail: checked.fault,
  });
}

/** @throws Refusal invalid_dpop_proof: a client that is registered for bound tokens alone proves no key (RFC 9449 §5.2) */
export function requireKey({ requiresDpop }: AuthenticatedClient, { jkt }: ProvenKey): void {
  if (requiresDpop && jkt === null)
    throw new Refusal("invalid_dpop_proof", { description: "this client must send a DPoP proof", detail: "missing" });
}
