import { days, hours } from "@/lib/duration";
import type { ClientStatus, Overlap } from "./schema";

/** RFC 6749 §2.3.1 knows one secret a client; a second one lets an application change over without a gap. */
export const MOST_SECRETS = 2;

type Ends = Readonly<{ disabledAt: Date | null; removedAt: Date | null }>;

export const clientStatus = ({ disabledAt, removedAt }: Ends): ClientStatus =>
  removedAt ? "removed" : disabledAt ? "disabled" : "active";

type SecretEnds = Readonly<{ revokedAt: Date | null; expiresAt: Date | null }>;
export type SecretState = "active" | "ending" | "ended" | "revoked";

/** A secret ends at the very instant that it names. */
export function secretState({ revokedAt, expiresAt }: SecretEnds, now: Date): SecretState {
  if (revokedAt) return "revoked";
  if (!expiresAt) return "active";
  return expiresAt > now ? "ending" : "ended";
}

export const isLiveSecret = (secret: SecretEnds, now: Date): boolean =>
  secretState(secret, now) === "active" || secretState(secret, now) === "ending";

const OVERLAP_MS: Record<Exclude<Overlap, "none">, number> = {
  now: 0,
  "1h": hours(1),
  "24h": hours(24),
  "7d": days(7),
};

/** When the older secret ends by `overlap`: never later than it would have ended anyway. */
export function olderEndsAt(overlap: Overlap, expiresAt: Date | null, now: Date): Date | null {
  if (overlap === "none") return expiresAt;
  const chosen = new Date(now.getTime() + OVERLAP_MS[overlap]);
  return expiresAt && expiresAt < chosen ? expiresAt : chosen;
}

/** What a person types before these clients are removed: the one's name, or how many they are. */
export const removalConfirmation = (names: readonly string[]): string =>
  names.length === 1 ? (names[0] ?? "") : String(names.length);

/** What an edit can change, in the plain values that the transaction log keeps. */
export type Editable = Readonly<{
  name: string;
  description: string;
  redirectUris: string[];
  requiresPar: boolean;
  siteUrl: string | null;
  privacyPolicyUrl: string | null;
  licenceUrl: string | null;
  permissionGroupId: string;
  resourceServerId: string | null;
}>;

const same = (a: Editable[keyof Editable], b: Editable[keyof Editable]): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((uri, index) => uri === b[index]) : a === b;

const EDITABLE = [
  "name",
  "description",
  "redirectUris",
  "requiresPar",
  "siteUrl",
  "privacyPolicyUrl",
  "licenceUrl",
  "permissionGroupId",
  "resourceServerId",
] as const satisfies readonly (keyof Editable)[];

/** The fields that `asked` names and that differ: nothing else of it is ever written (#400). */
export const changedFields = (
  before: Editable,
  asked: { readonly [Field in keyof Editable]?: Editable[Field] | undefined },
): (keyof Editable)[] =>
  EDITABLE.filter((field) => {
    const value = asked[field];
    return value !== undefined && !same(before[field], value);
  });
