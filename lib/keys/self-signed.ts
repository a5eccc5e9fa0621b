import "server-only";
import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK, type JWK } from "jose";

/** What makes a key fit an algorithm: the members of RFC 7638 §3.2 that it has, and the fixed values of some. */
const KINDS = {
  ES256: { kty: "EC", crv: "P-256", members: ["x", "y"] },
  ES384: { kty: "EC", crv: "P-384", members: ["x", "y"] },
  ES512: { kty: "EC", crv: "P-521", members: ["x", "y"] },
  EdDSA: { kty: "OKP", crv: "Ed25519", members: ["x"] },
  Ed25519: { kty: "OKP", crv: "Ed25519", members: ["x"] },
  PS256: { kty: "RSA", members: ["n", "e"] },
} as const satisfies Record<string, { kty: string; crv?: string; members: readonly string[] }>;

/** What a stranger's key may sign with: nothing symmetric, never `none`, and no RSA padding of the older kind. */
export type SelfSignedAlgorithm = keyof typeof KINDS;
export const SELF_SIGNED_ALGORITHMS = Object.keys(KINDS) as SelfSignedAlgorithm[];

/** Everything that RFC 7518 §6 calls private, and the newer name of it. */
const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];
/** RSA from 2048 to 4096 bits, with a short exponent: a stranger chooses how long checking takes. */
const BOUNDS: Record<string, RegExp> = { n: /^[\w-]{342,683}$/, e: /^[\w-]{1,6}$/ };
const MEMBER = /^[\w-]{1,100}$/;

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const utf8 = new TextDecoder("utf-8", { fatal: true });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The public key that fits `algorithm`, of its defining members alone; null: it does not fit, or says too much. */
function publicKeyIn(jwk: unknown, algorithm: SelfSignedAlgorithm): JWK | null {
  const { members, ...fixed } = KINDS[algorithm];
  if (!isObject(jwk) || PRIVATE.some((name) => Object.hasOwn(jwk, name))) return null;
  if (Object.entries(fixed).some(([name, value]) => jwk[name] !== value)) return null;
  const isGood = (name: string): boolean => typeof jwk[name] === "string" && (BOUNDS[name] ?? MEMBER).test(jwk[name]);
  if (!members.every(isGood)) return null;
  return { ...fixed, ...Object.fromEntries(members.map((name) => [name, jwk[name]])) };
}

export type SelfSigned = Readonly<{
  /** Of the key that signed it (RFC 7638, SHA-256). */
  thumbprint: string;
  claims: Readonly<Record<string, unknown>>;
}>;

async function read(token: string, typ: string): Promise<SelfSigned | null> {
  const header = decodeProtectedHeader(token);
  const algorithm = SELF_SIGNED_ALGORITHMS.find((known) => known === header.alg);
  if (header.typ !== typ || !algorithm) return null;
  const jwk = publicKeyIn(header.jwk, algorithm);
  if (!jwk) return null;
  const { payload } = await compactVerify(token, await importJWK(jwk, algorithm), { algorithms: [algorithm] });
  const claims: unknown = JSON.parse(utf8.decode(payload));
  return isObject(claims) ? { thumbprint: await calculateJwkThumbprint(jwk), claims } : null;
}

/**
 * A JWT that brings the public key which it was signed with (RFC 7515 §4.1.3, compact form alone), and what it says; null:
 * it is none, or the signature is not by that key. It proves that its maker holds the key, and nothing about who that is.
 * Unknown members of the header are no fault, a `crit` that is not understood is (RFC 7515 §4.1.11).
 */
export async function readSelfSigned(token: string, { typ }: { typ: string }): Promise<SelfSigned | null> {
  if (!COMPACT.test(token)) return null;
  try {
    return await read(token, typ);
  } catch {
    // Nothing here depends on anything but the text, so whatever fails is a fault of the text: no key on its curve, no JSON.
    return null;
  }
}
