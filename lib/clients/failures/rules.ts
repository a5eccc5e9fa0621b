/** Where a request of a client can fail. */
export const ENDPOINTS = [
  "authorize",
  "token",
  "par",
  "device_authorization",
  "revoke",
  "introspect",
  "userinfo",
] as const;
export type FailureEndpoint = (typeof ENDPOINTS)[number];

/** Why a code, a token or a client did not count: what the answer itself never tells. */
export const REASONS = [
  "unknown",
  "malformed",
  "used",
  "expired",
  "revoked",
  "other_client",
  "wrong_verifier",
  "other_redirect_uri",
  "other_key",
  "person_disabled",
  "person_left",
  "disabled",
  "in_address",
] as const;
export type FailureReason = (typeof REASONS)[number];

/** What there is a sentence of advice for: a parameter at fault, or a reason. */
export const FIXES = [
  "redirect_uri",
  "scope",
  "resource",
  "response_type",
  "grant_type",
  "code_challenge",
  "code_challenge_method",
  "code_verifier",
  "client_authentication",
  "code",
  "refresh_token",
  "request_uri",
  "content-type",
  "dpop",
  "in_address",
] as const;

type Faulty = Readonly<{ parameter: string | null; reason: FailureReason | null }>;

/** Which advice goes with it. */
export const fixOf = ({ parameter, reason }: Faulty): (typeof FIXES)[number] | "other" =>
  FIXES.find((fix) => fix === parameter) ?? FIXES.find((fix) => fix === reason) ?? "other";

export const isReason = (text: unknown): text is FailureReason => REASONS.some((reason) => reason === text);

/** How many are kept of one client, and shown. */
export const MOST_KEPT = 50;

const LONGEST = 500;
/** What could be a secret of ours, or a signed token of anybody's, wherever it was put. */
const SECRETS = /pst_[a-z]{2}_\w+|eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** What was sent as it may be kept: nothing that can't be seen, nothing that lets anybody in, and not too long. */
export const keepable = (text: string): string =>
  text
    .slice(0, 2 * LONGEST)
    .replace(SECRETS, "[secret]")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .slice(0, LONGEST)
    .toWellFormed();

/** Two texts that are nearly the same: what stands before and after the place where they differ, and each one's own there. */
export type Difference = Readonly<{
  before: string;
  received: string;
  registered: string;
  after: string;
}>;

function differenceOf(received: string, registered: string): Difference {
  const most = Math.min(received.length, registered.length);
  let head = 0;
  while (head < most && received[head] === registered[head]) head++;
  let tail = 0;
  while (tail < most - head && received.at(-1 - tail) === registered.at(-1 - tail)) tail++;
  return {
    before: received.slice(0, head),
    received: received.slice(head, received.length - tail),
    registered: registered.slice(head, registered.length - tail),
    after: tail === 0 ? "" : received.slice(-tail),
  };
}

const likeness = ({ before, after }: Difference): number => before.length + after.length;

/** How the received text differs from the registered one that is nearest to it; null where none is near, or all is the same. */
export function nearest(received: string, registered: readonly string[]): Difference | null {
  const [closest] = registered
    .map((one) => differenceOf(received, one))
    .sort((one, other) => likeness(other) - likeness(one));
  if (!closest || (closest.received === "" && closest.registered === "")) return null;
  // Less than half alike is another address altogether.
  return likeness(closest) * 2 >= received.length ? closest : null;
}
