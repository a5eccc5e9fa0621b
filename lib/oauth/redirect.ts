import "server-only";
import { empty } from "@/lib/doors/answer";
import { explanationUrl } from "@/lib/doors/refuse";
import { issuerUrl } from "@/lib/env";
import type { Refusal } from "@/lib/errors";

/** Where an answer goes: a redirection URI that was proven, and the `state` of the request. */
export type Target = Readonly<{ redirectUri: string; state: string | null }>;

/**
 * The redirection URI with the answer in its query (RFC 6749 §4.1.2), `state` as it came and `iss` (RFC 9207 §2). What
 * the registered query holds is left as it stands.
 */
export const answerUri = ({ redirectUri, state }: Target, answer: Record<string, string>): string =>
  withQuery(redirectUri, { ...answer, ...(state !== null && { state }), iss: issuerUrl() });

/** An address with more in its query; what it holds already is left as it stands. */
export function withQuery(address: string, added: Record<string, string>): string {
  const query = new URLSearchParams(added);
  if (query.size === 0) return address;
  const joint = !address.includes("?") ? "?" : /[?&]$/.test(address) ? "" : "&";
  return `${address}${joint}${query}`;
}

/** A refusal as the client is told of it (RFC 6749 §4.1.2.1). Its page is opened with the id of the request. */
export const errorOf = (refusal: Refusal, requestId: string): Record<string, string> => ({
  error: refusal.oauth,
  error_description: refusal.description,
  error_uri: explanationUrl(refusal, requestId),
});

/**
 * 303, so that a browser that has posted does not post again to where it is sent (RFC 9700 §4.12); and where it is sent
 * is not told the address that it comes from, which holds the request (§4.2.4). A path is one of ours.
 */
export function seeOther(location: string): Response {
  const to = location.startsWith("/") ? `${issuerUrl()}${location}` : location;
  return empty(303, { location: to, "referrer-policy": "no-referrer" });
}
