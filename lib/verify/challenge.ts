import "server-only";
import { issuerUrl } from "@/lib/env";
import { PROOF_ALGORITHMS } from "./dpop/check";

/**
 * Where the metadata of a resource is: of our own where RFC 9728 §3.1 puts it, the well-known part before its path; of a
 * company's API, whose host is not ours, at ours too, as a challenge may point anywhere (§5.1).
 */
export function metadataUrl(audience: string): string {
  if (!audience.startsWith(`${issuerUrl()}/`))
    return `${issuerUrl()}/.well-known/oauth-protected-resource?resource=${encodeURIComponent(audience)}`;
  const { origin, pathname } = new URL(audience);
  return `${origin}/.well-known/oauth-protected-resource${pathname === "/" ? "" : pathname}`;
}

export const BASIC_CHALLENGE = 'Basic realm="Postern", charset="UTF-8"';

export type Challenge = { error?: string; scope?: string };

function challengeOf(scheme: "Bearer" | "DPoP", { error, scope }: Challenge, audience?: string): string {
  const parts = [
    error && `error="${error}"`,
    scope && `scope="${scope}"`,
    scheme === "DPoP" && `algs="${PROOF_ALGORITHMS.join(" ")}"`,
    audience && `resource_metadata="${metadataUrl(audience)}"`,
  ].filter(Boolean);
  return parts.length > 0 ? `${scheme} ${parts.join(", ")}` : scheme;
}

/** WWW-Authenticate of RFC 6750 §3, with the pointer of RFC 9728 §5.1 to the metadata of the API that was called. */
export const bearerChallenge = (challenge: Challenge, audience?: string): string =>
  challengeOf("Bearer", challenge, audience);

/** Where a token is asked for: the API, and whether proofs of possession can be checked there. */
export type Place = Readonly<{ audience: string; takesProofs: boolean }>;

type Shown = "bearer" | "dpop" | null;

/**
 * WWW-Authenticate with the schemes that are taken at that place: the one that was shown comes first and says what was
 * wrong, the other only that it is there (RFC 9449 §7.2).
 */
export function challenges(shown: Shown, challenge: Challenge, { audience, takesProofs }: Place): string {
  if (!takesProofs) return bearerChallenge(challenge, audience);
  if (shown === "dpop") return `${challengeOf("DPoP", challenge, audience)}, ${challengeOf("Bearer", {}, audience)}`;
  return `${challengeOf("Bearer", challenge, audience)}, ${challengeOf("DPoP", {}, audience)}`;
}
