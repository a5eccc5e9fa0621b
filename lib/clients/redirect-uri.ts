/**
 * What may be registered as a callback URL, and which request matches one. Pure: the console, the admin API and the
 * authorization endpoint ask the same two questions here.
 */

export const LONGEST_URI = 2000;

/** RFC 8252 §7.3; `localhost` beside the two literals because that is what tools register (§8.3 only advises against it). */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::([1-9]\d{0,4}))?((?:[/?].*)?)$/;
/** RFC 8252 §7.1: a reversed domain name, so that a scheme such as `javascript` can never be one. */
const PRIVATE_USE = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:\/./;
/** The characters of RFC 3986 §2. Everything else is percent-encoded, and a host in another script is its A-label. */
const URI_CHARACTERS = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;
/** What the answer adds (RFC 6749 §4.1.2, RFC 9207 §2): a callback that has one already would carry two. */
const ANSWER_PARAMETERS = ["code", "state", "iss", "error", "error_description", "error_uri"];
const MAX_PORT = 65_535;

const loopback = (uri: string) => {
  const [, host, port, rest] = LOOPBACK.exec(uri) ?? [];
  return host === undefined || Number(port ?? 1) > MAX_PORT ? null : { host, rest };
};

/** Whether it is plain http to the reader's own machine. */
export const isLoopback = (uri: string): boolean => loopback(uri) !== null;

/** A browser goes to `href`, whatever was typed: a URI that reads otherwise than it is followed is not registered. */
const isAsFollowed = (uri: string, { href }: URL): boolean => href === uri || href === `${uri}/`;

/**
 * Why `uri` cannot be registered as a redirection endpoint, as a key of the `fieldErrors` messages, or null.
 *
 * Good is: https; http to the loopback interface; a private-use scheme with a dot. Never a fragment (RFC 6749 §3.1.2),
 * a wildcard, user information, a parameter of the answer, or another way to write the address that a browser follows.
 */
export function redirectUriProblem(uri: string): string | null {
  if (uri === "") return "required";
  if (uri.length > LONGEST_URI) return "urlTooLong";
  if (!URI_CHARACTERS.test(uri) || !URL.canParse(uri)) return "invalidUrl";
  const url = new URL(uri);
  if (uri.includes("#")) return "urlWithFragment";
  if (uri.includes("*")) return "urlWithWildcard";
  if (url.username || url.password) return "urlWithUserInfo";
  if (url.protocol === "http:" && !isLoopback(url.href)) return "httpsRequired";
  if (url.protocol !== "http:" && url.protocol !== "https:" && !PRIVATE_USE.test(uri)) return "schemeNotAllowed";
  if (!isAsFollowed(uri, url)) return "urlNotNormal";
  if (ANSWER_PARAMETERS.some((name) => url.searchParams.has(name))) return "urlWithAnswerParameter";
  return null;
}

/**
 * Whether `given` is one of the registered URIs: by simple string comparison (RFC 3986 §6.2.1, RFC 9700 §2.1). A public
 * client, which is a native app where it registers a loopback URI, may name any port there (RFC 8252 §7.3).
 */
export function matchesRedirectUri(
  registered: readonly string[],
  given: string,
  { isPublic }: { isPublic: boolean },
): boolean {
  if (registered.includes(given)) return true;
  const asked = isPublic ? loopback(given) : null;
  if (!asked) return false;
  return registered.some((uri) => {
    const known = loopback(uri);
    return known !== null && known.host === asked.host && known.rest === asked.rest;
  });
}
