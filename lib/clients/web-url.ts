import { isLoopback, LONGEST_URI } from "./redirect-uri";

/**
 * Why `url` cannot be an address that people follow from a consent page, as a key of the `fieldErrors` messages, or
 * null. Good is https, and http to the loopback interface: `javascript:` and its like never reach an href (#24).
 */
export function webUrlProblem(url: string): string | null {
  if (url.length > LONGEST_URI) return "urlTooLong";
  if (/[\s\p{Cc}\p{Cs}\\]/u.test(url) || !URL.canParse(url)) return "invalidUrl";
  const { protocol, username, password, href } = new URL(url);
  if (username || password) return "urlWithUserInfo";
  return protocol === "https:" || isLoopback(href) ? null : "httpsRequired";
}

/** The same of an address that Postern itself fetches keys from (RFC 7591 §2, `jwks_uri`): https alone, and no fragment. */
export function keySetUrlProblem(url: string): string | null {
  const problem = webUrlProblem(url);
  if (problem) return problem === "httpsRequired" ? "httpsOnly" : problem;
  if (url.includes("#")) return "urlWithFragment";
  return new URL(url).protocol === "https:" ? null : "httpsOnly";
}
