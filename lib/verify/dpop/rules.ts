import { after, minutes, seconds } from "@/lib/duration";

/** The request that a proof has to be made for: its method, and its address as the client knows it. */
export type Call = Readonly<{ method: string; url: string }>;

/** How old a proof may be. Its nonce ends after as long (nonce.ts), so this is for clocks that go slow. */
const OLDEST = minutes(5);
/** How far a client's clock may be ahead. */
const AHEAD = seconds(60);
/** Longer than any random id needs to be (RFC 9449 §11.1: what is kept of it must have a bound). */
const LONGEST_JTI = 256;

/** Why a proof is none for this call. For our log and for tests; the caller hears that it is not good. */
export type Fault =
  | "missing"
  | "malformed"
  | "jti"
  | "htm"
  | "htu"
  | "iat"
  | "exp"
  | "nbf"
  | "ath"
  | "nonce"
  | "other_key"
  | "used";

/** What a proof says that is good for the call. */
export type Claimed = Readonly<{
  jti: string;
  nonce: string | null;
  /** The instant from which on nobody takes it any more. */
  endsAt: Date;
}>;

type Expected = Readonly<{
  call: Call;
  /** The hash of the access token that comes with it (RFC 9449 §4.2); null: none does. */
  ath: string | null;
  now: Date;
}>;

const UNRESERVED = /[A-Za-z0-9\-._~]/;

/** Escapes as RFC 3986 §6.2.2 has them: none where none is needed, and upper case elsewhere. */
const normalEscapes = (path: string): string =>
  path.replace(/%[0-9A-Fa-f]{2}/g, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return UNRESERVED.test(character) ? character : escaped.toUpperCase();
  });

/** Before a parser for browsers makes something of it: it would drop a tab, and take a backslash for a slash. */
const ADDRESS = /^https?:\/\/[^\s\\]+$/i;

/**
 * Scheme, host, port and path in the one form that equal addresses share, query and fragment left away (RFC 9449 §4.3,
 * RFC 3986 §6.2.2 and §6.2.3); null: it is no address of an HTTP server.
 */
function targetOf(address: string): string | null {
  if (!ADDRESS.test(address) || !URL.canParse(address)) return null;
  const { origin, pathname, username, password } = new URL(address);
  return username || password ? null : origin + normalEscapes(pathname);
}

const isSameTarget = (htu: string, url: string): boolean => {
  const target = targetOf(htu);
  return target !== null && target === targetOf(url);
};

/** An instant of RFC 7519 §2 in milliseconds; null: it is none. */
const instantOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value * 1000 : null;

type Claims = Readonly<Record<string, unknown>>;

function faultOfTime({ iat, exp, nbf }: Claims, now: Date): Fault | null {
  const age = now.getTime() - (instantOf(iat) ?? Number.NaN);
  if (!(age <= OLDEST && age >= -AHEAD)) return "iat";
  // Neither is asked for, but what stands there holds (RFC 7519 §4.1.4, §4.1.5).
  if (exp !== undefined && !((instantOf(exp) ?? Number.NaN) > now.getTime())) return "exp";
  if (nbf !== undefined && !((instantOf(nbf) ?? Number.NaN) <= now.getTime() + AHEAD)) return "nbf";
  return null;
}

function faultOf({ jti, htm, htu, ath, ...times }: Claims, expected: Expected): Fault | null {
  if (typeof jti !== "string" || jti === "" || jti.length > LONGEST_JTI) return "jti";
  if (htm !== expected.call.method) return "htm";
  if (typeof htu !== "string" || !isSameTarget(htu, expected.call.url)) return "htu";
  if (expected.ath !== null && ath !== expected.ath) return "ath";
  if (times.nonce !== undefined && typeof times.nonce !== "string") return "nonce";
  return faultOfTime(times, expected.now);
}

/**
 * What the claims of a proof say, if they are for this call at this moment (RFC 9449 §4.3, points 3 and 8 to 12); claims
 * that it does not know are no fault. Whether its nonce is one, and whether it was used before, is not looked at.
 */
export function claimedFor(claims: Claims, expected: Expected): Claimed | Fault {
  const fault = faultOf(claims, expected);
  if (fault) return fault;
  const end = after(new Date(Number(claims.iat) * 1000), OLDEST);
  const exp = instantOf(claims.exp);
  return {
    jti: String(claims.jti),
    nonce: typeof claims.nonce === "string" ? claims.nonce : null,
    endsAt: exp !== null && exp < end.getTime() ? new Date(exp) : end,
  };
}

/**
 * Whether a request that proves that key may use the token: one that is bound to no key anybody may, whoever holds it
 * (RFC 9449 §7.2). For tokens that come in a form, as they do to be exchanged (RFC 8693 §2.1).
 */
export const provesItsKey = ({ dpopJkt }: { dpopJkt: string | null }, provenJkt: string | null): boolean =>
  dpopJkt === null || dpopJkt === provenJkt;
