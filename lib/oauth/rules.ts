import { after, seconds } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { scopeOf } from "./classic";
import type { Parameters } from "./parameters";
import { isChallenge } from "./pkce";
import { parseResources, parseScope } from "./scope";

/** What the client asks of the sign-in and of the page (`prompt`, `max_age`). */
export type Wishes = Readonly<{ prompts: ReadonlySet<string>; maxAgeSeconds: number | null }>;

/** An authorization request that is well formed; what it may have is not decided yet. */
export type Asked = Readonly<{
  /** Null in the classic flow alone. */
  codeChallenge: string | null;
  scopes: string[] | null;
  resources: string[] | null;
  /** Carried into the ID token as it came (OpenID Connect Core §3.1.2.1). */
  nonce: string | null;
  /** The key that the code is bound to (RFC 9449 §10). */
  dpopJkt: string | null;
  uiLocales: string | null;
  loginHint: string | null;
  /** An ID token of ours that says who is expected (OpenID Connect Core §3.1.2.1); nothing is proven yet. */
  idTokenHint: string | null;
}> &
  Wishes;

const refused = (description: string) => new Refusal("invalid_request", { description });

/** What differs from one client to another in what its request must say. */
type Asking = Readonly<{ isClassic: boolean }>;

/** A classic client may leave PKCE out, not half of it: what it sends counts as for everybody. */
function codeChallengeOf({ one }: Parameters, { isClassic }: Asking): string | null {
  const challenge = one("code_challenge");
  const method = one("code_challenge_method");
  if (isClassic && challenge === null && method === null) return null;
  if (!challenge) throw refused("code_challenge is missing: PKCE is required (RFC 7636)");
  if (method !== "S256") throw refused("code_challenge_method must be S256: no other transform is supported");
  if (!isChallenge(challenge)) throw refused("code_challenge must be the BASE64URL of a SHA-256");
  return challenge;
}

export const PROMPTS = ["none", "login", "consent", "select_account"];

function promptsOf({ one }: Parameters): ReadonlySet<string> {
  const prompts = new Set(one("prompt")?.split(" ").filter(Boolean));
  for (const prompt of prompts) if (!PROMPTS.includes(prompt)) throw refused("prompt has an unknown value");
  if (prompts.has("none") && prompts.size > 1) throw refused("prompt none goes with no other");
  return prompts;
}

function maxAgeOf({ one }: Parameters): number | null {
  const text = one("max_age");
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw refused("max_age must be a number of seconds");
  return Number(text);
}

const LONGEST_TEXT = 8192;

/** A text that is kept whole or not at all: PostgreSQL has no place for a NUL, and no client means a control character
 * (RFC 6749 App. A.5). */
export function textOf({ one }: Parameters, name: string, longest = LONGEST_TEXT): string | null {
  const text = one(name);
  if (/\p{Cc}/u.test(text ?? "")) throw refused(`${name} holds a control character`);
  if ((text?.length ?? 0) > longest) throw refused(`${name} is too long`);
  return text;
}

function dpopJktOf({ one }: Parameters): string | null {
  const thumbprint = one("dpop_jkt");
  if (thumbprint !== null && !/^[\w-]{43}$/.test(thumbprint)) throw refused("dpop_jkt must be a SHA-256 thumbprint");
  return thumbprint;
}

function requireCode({ one }: Parameters): void {
  const responseType = one("response_type");
  if (responseType === null) throw refused("response_type is missing");
  if (responseType !== "code")
    throw new Refusal("unsupported_response_type", { description: "response_type must be code" });
  if (![null, "query"].includes(one("response_mode"))) throw refused("response_mode must be query");
}

/**
 * What a request asks, once client and redirection URI are proven: everything here is answered to the client.
 * @throws Refusal invalid_request, unsupported_response_type, request_not_supported, request_uri_not_supported,
 * invalid_scope (malformed)
 */
export function checkedRequest(parameters: Parameters, client: Asking): Asked {
  const { one, doubled, resources } = parameters;
  if (doubled !== null) throw refused("a parameter was sent more than once");
  if (one("request")) throw new Refusal("request_not_supported");
  if (one("request_uri")) throw new Refusal("request_uri_not_supported");
  requireCode(parameters);
  textOf(parameters, "state");
  return {
    codeChallenge: codeChallengeOf(parameters, client),
    prompts: promptsOf(parameters),
    maxAgeSeconds: maxAgeOf(parameters),
    scopes: parseScope(scopeOf(client, one("scope") ?? undefined)),
    resources: parseResources(resources),
    nonce: textOf(parameters, "nonce"),
    dpopJkt: dpopJktOf(parameters),
    uiLocales: textOf(parameters, "ui_locales"),
    loginHint: textOf(parameters, "login_hint"),
    idTokenHint: textOf(parameters, "id_token_hint"),
  };
}

/**
 * The instant after which the password must have been typed, for a request that is made now; null: any sign-in will do
 * (OpenID Connect Core §3.1.2.1, for its two parameters that we take).
 */
export function authenticatedAfter({ prompts, maxAgeSeconds }: Wishes, now: Date): Date | null {
  if (prompts.has("login")) return now;
  return maxAgeSeconds === null ? null : after(now, -seconds(maxAgeSeconds));
}

/** Whether a sign-in is too old for a request that wants one after `limit`. */
export const isSignInTooOld = (authenticatedAt: Date, limit: Date | null): boolean =>
  limit !== null && authenticatedAt <= limit;

/** Whether the password must be typed again, for a request that is made now. */
export const needsSignIn = (wishes: Wishes, authenticatedAt: Date, now: Date): boolean =>
  isSignInTooOld(authenticatedAt, authenticatedAfter(wishes, now));

/**
 * Whether a request that the person has allowed before may be answered without asking: never for a public client, whose
 * name anybody can use (RFC 6749 §10.2), nor where the client asks for the page.
 */
export const mayRemember = ({ isPublic }: { isPublic: boolean }, { prompts }: Wishes): boolean =>
  !isPublic && !["login", "consent", "select_account"].some((prompt) => prompts.has(prompt));

/** Whether a text can name a client: printable ASCII. Anything else is nobody's, and a NUL would upset the database. */
export const isClientKey = (text: string): boolean => /^[\x21-\x7E]{1,100}$/.test(text);

type Waiting = { expiresAt: Date; decidedAt: Date | null; sessionId: string | null };

/**
 * Why a request that waits for a decision cannot be had by this session; null: it can. One that is gone is like one that
 * has expired.
 */
export function whyNotMine(row: Waiting | null, sessionId: string, now: Date): Refusal | null {
  if (!row || row.decidedAt !== null || row.expiresAt <= now) return new Refusal("request_expired");
  return row.sessionId === sessionId || row.sessionId === null ? null : new Refusal("not_your_request");
}

/** Whether a text has the form of a request's id; a database column of that type refuses every other. */
export const isRequestId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
