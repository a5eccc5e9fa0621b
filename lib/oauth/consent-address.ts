import "server-only";
import { hashOf, sameHash } from "@/lib/crypto/hash";
import { languageQuery } from "@/lib/i18n/asked";

/**
 * The address of the consent page. It tells the page gate to which origin the form may lead in the end: browsers hold a
 * redirect that follows a form to the policy `form-action` too. A keyed proof stands beside it, so that nobody can write
 * an origin of their own into that policy. And it says in which language the client wishes it (`ui_locales`).
 */
export function consentPath(requestId: string, redirectUri: string, uiLocales: string | null = null): string {
  const back = sourceOf(redirectUri);
  const proof = proofOf(requestId, back).toString("base64url");
  return `/consent/${requestId}?${new URLSearchParams({ back, proof, ...languageQuery(uiLocales) })}`;
}

/** Where the password is typed again, so as to come back to `path`. */
export const confirmPath = (path: string): string => `/sign-in?${new URLSearchParams({ fresh: "1", to: path })}`;

/** A source expression of CSP 3 §2.3.1 and nothing that could end one: it goes into a header. */
const SOURCE = /^(?:https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?|[a-z][a-z0-9+.-]*:)$/;

/** `back` as the policy may name it, or null unless `proof` was made by us for this request and this origin. */
export function provenBack(requestId: string, back: string | null, proof: string | null): string | null {
  if (!back || !proof || !SOURCE.test(back)) return null;
  return sameHash(proofOf(requestId, back), Buffer.from(proof, "base64url")) ? back : null;
}

const proofOf = (requestId: string, back: string): Buffer =>
  hashOf(JSON.stringify(["consent-address", requestId, back]), "csrf");

/**
 * What the policy calls an address: the origin of a web address, else the scheme (RFC 8252 §7.1). An address whose host the policy's grammar cannot say,
 * such as `[::1]` (CSP 3 §2.3.1: host-char), is named by its scheme as well.
 */
export function sourceOf(address: string): string {
  const { protocol, origin } = new URL(address);
  return origin !== "null" && SOURCE.test(origin) ? origin : protocol;
}
