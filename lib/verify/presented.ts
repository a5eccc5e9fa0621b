/** What a request shows to be let in. */
export type Presented = { scheme: "bearer" | "dpop"; token: string } | { scheme: "basic"; key: string; secret: string };

/** What servers and proxies take for one header at the most; a JWT needs some of it. */
const LONGEST = 8192;
// RFC 6750 §2.1, RFC 9449 §7.1: the scheme, 1*SP and a token68; we take exactly one space, as every sender writes it.
const TOKEN = /^(bearer|dpop) ([A-Za-z0-9\-._~+/]+=*)$/i;
const BASIC = /^basic ([A-Za-z0-9+/]+={0,2})$/i;
const KNOWN_SCHEME = /^(bearer|dpop|basic)(?![A-Za-z0-9!#$%&'*+.^_`|~-])/i;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** RFC 7617 §2: the first colon parts key and secret; neither may hold a control character. */
function basicPair(encoded: string): Presented | "malformed" {
  let text: string;
  try {
    text = utf8.decode(Buffer.from(encoded, "base64"));
  } catch {
    return "malformed";
  }
  const colon = text.indexOf(":");
  if (colon < 0 || /\p{Cc}/u.test(text)) return "malformed";
  return { scheme: "basic", key: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/**
 * The credential of the Authorization header and of no other place: a token in the address, a cookie or a form is not
 * looked at. A scheme that is not ours counts as none; ours in a broken form is `malformed`, a list of two included.
 */
export function presentedCredential(headers: Headers): Presented | "none" | "malformed" {
  const header = headers.get("authorization");
  if (header === null || !KNOWN_SCHEME.test(header)) return "none";
  if (header.length > LONGEST) return "malformed";
  const [, scheme, token] = TOKEN.exec(header) ?? [];
  if (scheme && token) return { scheme: scheme.toLowerCase() === "dpop" ? "dpop" : "bearer", token };
  const pair = BASIC.exec(header)?.[1];
  return pair === undefined ? "malformed" : basicPair(pair);
}
