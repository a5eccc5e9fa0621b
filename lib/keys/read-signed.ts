import "server-only";
import { errors, type JWTPayload, jwtVerify } from "jose";
import { keyring } from "./keyring";
import { isAlgorithm } from "./rules";

type Expected = {
  typ: string;
  issuer: string;
  now: Date;
  /** It has done its work when it ends, and still says who made it. */
  evenEnded?: boolean;
};
type Header = { alg: string; typ: string; kid: string };

const PARTS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
/** A thumbprint (RFC 7638 §3): no other name is looked for. */
const KID = /^[A-Za-z0-9_-]{43}$/;

/** The one encoding of the bytes: no bits are left over at its end (RFC 4648 §3.5). */
const isCanonical = (part: string): boolean => Buffer.from(part, "base64url").toString("base64url") === part;

/** JSON as we write it: no space, and no member twice, of which parsers take different ones (RFC 7519 §4). */
function objectIn(part: string): Record<string, unknown> | null {
  const text = Buffer.from(part, "base64url").toString();
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject && JSON.stringify(value) === text ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Our header, whole: a `crit`, `b64`, `zip`, or a key of the sender's own (`jwk`, `jku`, `x5u`, `x5c`) is one too many. */
function headerIn(part: string): Header | null {
  const header = objectIn(part);
  if (!header || Object.keys(header).sort().join() !== "alg,kid,typ") return null;
  const { alg, typ, kid } = header;
  return typeof alg === "string" && typeof typ === "string" && typeof kid === "string" ? { alg, typ, kid } : null;
}

/** Seconds since 1970; what is no whole number of them is no instant of ours. */
const isInstant = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

/**
 * Whether one of our keys signed it for what is expected, and its end has not come (RFC 9068 §4, RFC 8725 §3). Only the
 * exact form that we write counts. A "yes" says who wrote it and no more: that it has not been taken back is for the
 * row behind it to say.
 */
export async function readSigned(
  token: string,
  { typ, issuer, now, evenEnded = false }: Expected,
): Promise<{ claims: JWTPayload } | "malformed" | "expired"> {
  const [, head, body, signature] = PARTS.exec(token) ?? [];
  if (!head || !body || !signature || ![head, body, signature].every(isCanonical)) return "malformed";
  const header = headerIn(head);
  if (!header || header.typ !== typ || !isAlgorithm(header.alg) || !KID.test(header.kid)) return "malformed";
  const claimed = objectIn(body);
  if (!claimed || !isInstant(claimed.exp) || !isInstant(claimed.iat)) return "malformed";
  // What says itself that it is over needs no key: the one that signed it may be gone.
  if (!evenEnded && claimed.exp * 1000 <= now.getTime()) return "expired";
  const key = await keyring().byKid(header.kid, now);
  // The key says which algorithm is right, never the token (RFC 8725 §3.1).
  if (!key || key.algorithm !== header.alg) return "malformed";
  try {
    const currentDate = evenEnded ? new Date(claimed.iat * 1000) : now;
    const options = { algorithms: [key.algorithm], issuer, typ, currentDate };
    return { claims: (await jwtVerify(token, key.publicKey, options)).payload };
  } catch (error) {
    if (error instanceof errors.JOSEError) return "malformed";
    throw error;
  }
}
