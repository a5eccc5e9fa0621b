import "server-only";
import {
  compactVerify,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  importJWK,
  type JSONWebKeySet,
} from "jose";

/** JWTs that others signed, and the public keys that they say are theirs. */

export type Claims = Readonly<Record<string, unknown>>;
export type Problem = Readonly<{ problem: string }>;

/** What reading, importing a key and verifying throw over something that was sent; all else is a fault of ours. */
const WRONG = [errors.JOSEError, SyntaxError, TypeError, DOMException];
const isWrong = (error: unknown): boolean => WRONG.some((kind) => error instanceof kind);

/** What a JWT says before anything of it is proven; null: it is none. */
export function unprovenClaims(token: string): Claims | null {
  try {
    return decodeJwt(token);
  } catch (error) {
    if (isWrong(error)) return null;
    throw error;
  }
}

/** The key that a JWT names in its header, unproven; undefined: none. */
export function unprovenKid(token: string): string | undefined {
  try {
    const { kid } = decodeProtectedHeader(token);
    return typeof kid === "string" ? kid : undefined;
  } catch (error) {
    if (isWrong(error)) return undefined;
    throw error;
  }
}

type Expected = Readonly<{
  algorithms: readonly string[];
  /** Every other member is one too many: a `crit`, a `b64`, a key of the sender's own (`jwk`, `jku`, `x5c`). */
  headerMembers: readonly string[];
  types: readonly (string | undefined)[];
}>;

function headerProblem(token: string, { headerMembers, types }: Expected): string | null {
  const header: Claims = decodeProtectedHeader(token);
  if (!Object.keys(header).every((name) => headerMembers.includes(name))) return "a header member that is not known";
  if (!types.some((type) => type === header.typ)) return "it is of another type";
  return header.kid === undefined || typeof header.kid === "string" ? null : "kid is no text";
}

/**
 * The claims of a JWT that one of `keys` signed, by the algorithm that fits the key (RFC 7515 §5.2, RFC 8725 §3.1): the
 * one that it names, or the only one that fits. What the claims say is not looked at.
 * @returns the claims, or for our log why there are none
 */
export async function readForeign(
  token: string,
  keys: JSONWebKeySet,
  expected: Expected,
): Promise<Readonly<{ claims: Claims }> | Problem> {
  try {
    const problem = headerProblem(token, expected);
    if (problem !== null) return { problem };
    const options = { algorithms: [...expected.algorithms] };
    const { payload } = await compactVerify(token, createLocalJWKSet(keys), options);
    const claims: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
    return typeof claims === "object" && claims !== null
      ? { claims: claims as Claims }
      : { problem: "the claims are no object" };
  } catch (error) {
    if (isWrong(error)) return { problem: String(error) };
    throw error;
  }
}

/** NIST SP 800-57: 2048 bits are worth 112. Beyond 8192 a signature takes longer to verify than it may. */
const RSA_BITS = { least: 2048, most: 8192 };

/** Whether a public key can verify: not one off its curve, nor an RSA key of another size than 2048 to 8192 bits. */
export async function judgedKey(
  jwk: Readonly<Record<string, string>>,
  alg: string,
): Promise<"good" | "invalid" | "weak"> {
  try {
    const key = await importJWK(jwk, alg);
    const bits = key instanceof Uint8Array || !("modulusLength" in key.algorithm) ? null : key.algorithm.modulusLength;
    return typeof bits === "number" && (bits < RSA_BITS.least || bits > RSA_BITS.most) ? "weak" : "good";
  } catch (error) {
    if (isWrong(error)) return "invalid";
    throw error;
  }
}
