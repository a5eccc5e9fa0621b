import { type Details, detailsOf } from "@/lib/apis/details";
import { after, days, hours, seconds } from "@/lib/duration";

/** How long an access token lives. */
export const ACCESS_LIFETIME = hours(1);
/** How long a chain of refresh tokens lives, counted from the redemption of its code: a use never lengthens it. */
export const REFRESH_LIFETIME = days(30);
/** The longest that any chain lives where its company has switched advanced security on, from that moment on. */
export const ADVANCED_LIFETIME = days(30);
/** How long after its use a refresh token gives the same answer again, to a client that lost it. */
const RETRY_WINDOW = seconds(60);

/** Why what stands behind a code or token no longer counts. */
export type Ended = "expired" | "revoked" | "person_disabled" | "person_left";

/** What a statement tells of a code or refresh token that was presented. */
export type Claim = Readonly<{
  /** The request is not the one that it was issued for. */
  mismatch: "other_client" | "wrong_verifier" | "other_redirect_uri" | "other_key" | null;
  usedAt: number | null;
  ended: Ended | null;
  /** The request asks more than was granted, or than is left. */
  misfit: "scope" | "target" | null;
  /** It was spent by this very statement. */
  isSpent: boolean;
}>;

export type Outcome = "spent" | "used" | "lost_a_race" | NonNullable<Claim["mismatch"] | Ended | Claim["misfit"]>;

/**
 * What became of it. Whose it is comes first: a stranger learns nothing and ends nothing. That it was used comes before
 * all that may have ended meanwhile, so that a replay is always seen.
 */
export function outcomeOf({ mismatch, usedAt, ended, misfit, isSpent }: Claim): Outcome {
  if (isSpent) return "spent";
  return mismatch ?? (usedAt === null ? (ended ?? misfit ?? "lost_a_race") : "used");
}

type Stored = { scopes: string[] | null; details: Details; accessExpiresAt: number };

/**
 * What the answer tells of an access token that a claim has stored: its lifetime in whole seconds that never exceed the
 * real one, and of the details those that it was asked for with, of the contexts that it got.
 */
export function issuedBy(
  { scopes, details, accessExpiresAt }: Stored,
  asked: { details: Details; dpopJkt: string | null; now: Date },
) {
  const given = scopes ?? [];
  return {
    scopes: given,
    details: detailsOf(asked.details ?? details, given),
    lifetimeMs: wholeSeconds(accessExpiresAt - asked.now.getTime()),
    dpopJkt: asked.dpopJkt,
  };
}

export const wholeSeconds = (milliseconds: number): number => milliseconds - (milliseconds % 1000);

/** Whether a used refresh token may give its answer again: soon after its use, and only if nothing has ended. */
export const mayRetry = ({ usedAt, ended }: Pick<Claim, "usedAt" | "ended">, now: Date): boolean =>
  usedAt !== null && ended === null && now.getTime() - usedAt <= RETRY_WINDOW;

type Chain = Readonly<{ expiresAt: Date | null; foundedAt: Date; hasAdvancedSecurity: boolean }>;

/** When a chain of refresh tokens ends by itself; null: never. */
export function chainEndsAt({ expiresAt, foundedAt, hasAdvancedSecurity }: Chain): Date | null {
  if (!hasAdvancedSecurity) return expiresAt;
  const limit = after(foundedAt, ADVANCED_LIFETIME);
  return expiresAt && expiresAt < limit ? expiresAt : limit;
}

/** The end that comes first; null: there is none. */
export const earlierOf = (one: Date | null, other: Date | null): Date | null =>
  one && other ? (one < other ? one : other) : (one ?? other);
