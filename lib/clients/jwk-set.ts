/**
 * Which public keys a client may register for its assertions (RFC 7523 §3), and which algorithm fits which key. Pure: the
 * form, the admin API and the token endpoint ask here.
 */

/** What a client may sign its assertions with: asymmetric alone (RFC 8725 §3.2). */
export const ASSERTION_ALGORITHMS = ["ES256", "ES384", "ES512", "EdDSA", "Ed25519", "PS256", "RS256"] as const;

const MOST_KEYS = 10;
/** Ten RSA keys of 8192 bits, and their names. */
export const LONGEST_JWK_SET = 20_000;

type Kind = Readonly<{ members: readonly string[]; algorithms: readonly string[] }>;

/** By `kty` and curve: the members that make the public key (RFC 7518 §6, RFC 8037 §2), and what it can verify. */
const KINDS: Readonly<Record<string, Kind>> = {
  RSA: { members: ["n", "e"], algorithms: ["PS256", "RS256"] },
  "EC P-256": { members: ["crv", "x", "y"], algorithms: ["ES256"] },
  "EC P-384": { members: ["crv", "x", "y"], algorithms: ["ES384"] },
  "EC P-521": { members: ["crv", "x", "y"], algorithms: ["ES512"] },
  "OKP Ed25519": { members: ["crv", "x"], algorithms: ["EdDSA", "Ed25519"] },
};
const NAMES = ["kid", "use", "alg"];
/** RFC 7518 §6.2.2, §6.3.2, §6.4.1: what only the owner of a key may have. */
const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/** A public key with its names, and no other member. */
export type PublicJwk = Readonly<Record<string, string>>;
export type JwkSet = Readonly<{ keys: readonly PublicJwk[] }>;

/** The first algorithm that a key verifies. */
export const algorithmOf = (jwk: PublicJwk): string => jwk.alg ?? KINDS[kindOf(jwk)]?.algorithms[0] ?? "";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const kindOf = ({ kty, crv }: Record<string, unknown>): string => (crv === undefined ? String(kty) : `${kty} ${crv}`);

/** Why one key cannot be registered, as a key of the `fieldErrors` messages, or null. */
function keyProblem(jwk: unknown): string | null {
  if (!isObject(jwk)) return "invalidJwks";
  if (jwk.kty === "oct" || PRIVATE.some((name) => name in jwk)) return "privateJwk";
  const kind = KINDS[kindOf(jwk)];
  if (!kind) return "unsupportedJwk";
  const isWhole = kind.members.every((name) => name === "crv" || BASE64URL.test(String(jwk[name] ?? "")));
  const isNamed = NAMES.every((name) => jwk[name] === undefined || (typeof jwk[name] === "string" && jwk[name] !== ""));
  if (!isWhole || !isNamed) return "invalidJwks";
  if (jwk.use !== undefined && jwk.use !== "sig") return "unsupportedJwk";
  return jwk.alg === undefined || kind.algorithms.includes(String(jwk.alg)) ? null : "unsupportedJwk";
}

/** Only what was checked is kept, in one order, so that the same set is the same text. */
function publicOf(jwk: Record<string, unknown>): PublicJwk {
  const members = ["kty", ...(KINDS[kindOf(jwk)]?.members ?? []), ...NAMES];
  return Object.fromEntries(members.flatMap((name) => (jwk[name] === undefined ? [] : [[name, String(jwk[name])]])));
}

function keysIn(given: unknown): unknown[] | null {
  try {
    const set: unknown = typeof given === "string" ? JSON.parse(given) : given;
    return isObject(set) && Array.isArray(set.keys) ? set.keys : null;
  } catch {
    return null;
  }
}

/** Of several keys each needs a name, and no name stands for two: an assertion says which one signed it. */
function areNamed(keys: readonly PublicJwk[]): boolean {
  const names = new Set(keys.map(({ kid }) => kid));
  return keys.length === 1 || (names.size === keys.length && !names.has(undefined));
}

/**
 * The JWK set (RFC 7517 §5) in a text or a JSON value: one to ten public keys, RSA, P-256, P-384, P-521 or Ed25519. That
 * each is a key that can be used is for `requireUsableKeys` to find out.
 * @returns the set, of each key only what verifies a signature; or why not, as a key of the `fieldErrors` messages
 */
export function parsedJwkSet(given: unknown): JwkSet | string {
  if (typeof given === "string" && given.length > LONGEST_JWK_SET) return "jwksTooLong";
  const keys = keysIn(given);
  if (!keys || keys.length === 0) return "invalidJwks";
  if (keys.length > MOST_KEYS) return "tooManyJwks";
  const problem = keys.map(keyProblem).find((found) => found !== null);
  if (problem) return problem;
  const set = { keys: (keys as Record<string, unknown>[]).map(publicOf) };
  return areNamed(set.keys) ? set : "unnamedJwks";
}

/** The set that a row holds, which was checked when it was written. */
export const storedJwkSet = (stored: unknown): JwkSet | null => {
  const set = stored === null ? "none" : parsedJwkSet(stored);
  return typeof set === "string" ? null : set;
};

/** What tells a key from another, for a page and the log. */
export const jwkNames = (set: JwkSet | null): string[] =>
  (set?.keys ?? []).map((jwk) => [jwk.kid, `(${kindOf(jwk)})`].filter(Boolean).join(" "));
