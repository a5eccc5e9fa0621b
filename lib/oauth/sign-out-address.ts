import "server-only";
import { hashOf, sameHash } from "@/lib/crypto/hash";
import { languageQuery } from "@/lib/i18n/asked";

export const SIGN_OUT_PATH = "/sign-out";

/** What an application asks of the sign-out: its client, where the browser may go afterwards, and with what. */
export type SignOutAsked = Readonly<{
  clientKey: string;
  /** One of the client's registered addresses; null: it stays with us. */
  to: string | null;
  state: string | null;
  /** It showed an ID token of ours that was made for this client. */
  isHinted: boolean;
}>;

const proofOf = ({ clientKey, to, state, isHinted }: SignOutAsked): Buffer =>
  hashOf(JSON.stringify(["sign-out", clientKey, to, state, isHinted]), "csrf");

/**
 * The page that asks whether to sign out. What was found good about the request stands in its address, with a keyed proof:
 * the page gate lets the form lead to where it says, and no row is kept for a request that anybody can make.
 */
export function signOutPath(asked: SignOutAsked | null, uiLocales: string | null): string {
  const query = new URLSearchParams({
    ...(asked && {
      client: asked.clientKey,
      ...(asked.to !== null && { to: asked.to }),
      ...(asked.state !== null && { state: asked.state }),
      ...(asked.isHinted && { hinted: "1" }),
      proof: proofOf(asked).toString("base64url"),
    }),
    ...languageQuery(uiLocales),
  });
  return query.size === 0 ? SIGN_OUT_PATH : `${SIGN_OUT_PATH}?${query}`;
}

/** What such an address says, or null unless we wrote it. */
export function signOutAsked(search: URLSearchParams): SignOutAsked | null {
  const [clientKey, proof] = [search.get("client"), search.get("proof")];
  if (!clientKey || !proof) return null;
  const asked = { clientKey, to: search.get("to"), state: search.get("state"), isHinted: search.get("hinted") === "1" };
  return sameHash(proofOf(asked), Buffer.from(proof, "base64url")) ? asked : null;
}
