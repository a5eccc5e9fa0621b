import { after, days, hours } from "@/lib/duration";
import type { AuthMethod } from "./authentication";
import type { JwkSet } from "./jwk-set";
import type { AdditionalGrantType, ClientStatus, GrantType, IdTokenAlgorithm, Overlap } from "./schema";

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

const OVERLAP_MS: Record<Exclude<Overlap, "none" | "quiet">, number> = {
  now: 0,
  "1h": hours(1),
  "24h": hours(24),
  "7d": days(7),
};

/** When the older secret ends by `overlap`: never later than it would have ended anyway. */
export function olderEndsAt(overlap: Overlap, expiresAt: Date | null, now: Date): Date | null {
  if (overlap === "none" || overlap === "quiet") return expiresAt;
  const chosen = new Date(now.getTime() + OVERLAP_MS[overlap]);
  return expiresAt && expiresAt < chosen ? expiresAt : chosen;
}

type Watched = Readonly<{ createdAt: Date; lastUsedAt: Date | null }>;

/** When a secret that closes after quiet days will have been quiet for so long, if it stays so; null: it does not close. */
export function quietUntil({
  closesAfterQuietDays,
  quietCountedFrom,
  lastUsedAt,
}: Readonly<{ closesAfterQuietDays: number | null; quietCountedFrom: Date | null; lastUsedAt: Date | null }>) {
  if (closesAfterQuietDays === null || quietCountedFrom === null) return null;
  const from = lastUsedAt && lastUsedAt > quietCountedFrom ? lastUsedAt : quietCountedFrom;
  return after(from, days(closesAfterQuietDays));
}

/** What the uses of two live secrets say of the change from one to the other. */
export const ROTATIONS = ["newer_unused", "older_unused", "older_quiet", "older_used"] as const;
export type Rotation = (typeof ROTATIONS)[number];

/** How long the older secret has to be silent before one may think that nobody has it any more. */
const QUIET_FOR = days(1);

/**
 * Whether the older of two secrets can be ended: not before the newer one works somewhere; at once where the older one was
 * not used since there is a newer; where both were, once the older one has fallen silent.
 */
export function rotationOf(older: Watched, newer: Watched, now: Date): Rotation {
  if (!newer.lastUsedAt) return "newer_unused";
  if (!older.lastUsedAt || older.lastUsedAt < newer.createdAt) return "older_unused";
  return after(older.lastUsedAt, QUIET_FOR) <= now ? "older_quiet" : "older_used";
}

/** What a person types before these clients are removed: the one's name, or how many they are. */
export const removalConfirmation = (names: readonly string[]): string =>
  names.length === 1 ? (names[0] ?? "") : String(names.length);

/** What an edit can change. */
export type Editable = Readonly<{
  name: string;
  description: string;
  redirectUris: string[];
  requiresPar: boolean;
  siteUrl: string | null;
  privacyPolicyUrl: string | null;
  licenceUrl: string | null;
  permissionGroupId: string;
  authMethod: AuthMethod;
  jwks: JwkSet | null;
  jwksUri: string | null;
  additionalGrantTypes: AdditionalGrantType[];
  requiresDpop: boolean;
  optionalScopes: string[];
  postLogoutRedirectUris: string[];
  idTokenAlgorithm: IdTokenAlgorithm;
  resourceServerId: string | null;
}>;

/** As it would be written: a set of keys and a list of addresses have one form each. */
const same = (a: Editable[keyof Editable], b: Editable[keyof Editable]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const EDITABLE = [
  "name",
  "description",
  "redirectUris",
  "requiresPar",
  "siteUrl",
  "privacyPolicyUrl",
  "licenceUrl",
  "permissionGroupId",
  "authMethod",
  "jwks",
  "jwksUri",
  "additionalGrantTypes",
  "requiresDpop",
  "optionalScopes",
  "postLogoutRedirectUris",
  "idTokenAlgorithm",
  "resourceServerId",
] as const satisfies readonly (keyof Editable)[];

/** What only a client has that people allow something (RFC 6749 §4.4: no person takes part in client credentials). */
const FOR_PEOPLE: readonly (keyof Editable)[] = [
  "redirectUris",
  "requiresPar",
  "optionalScopes",
  "postLogoutRedirectUris",
  "idTokenAlgorithm",
];

/** What a client says of itself that describes itself by a document: an edit here would be undone by the next reading. */
export const FROM_DOCUMENT: readonly (keyof Editable)[] = [
  "name",
  "redirectUris",
  "siteUrl",
  "privacyPolicyUrl",
  "licenceUrl",
  "authMethod",
  "jwks",
  "jwksUri",
  "postLogoutRedirectUris",
];

/** The fields that `asked` names, that the client has, and that differ: nothing else of it is ever written (#400). */
export const changedFields = (
  before: Editable & { readonly grantType: GrantType },
  asked: { readonly [Field in keyof Editable]?: Editable[Field] | undefined },
): (keyof Editable)[] =>
  EDITABLE.filter((field) => {
    const value = asked[field];
    if (before.grantType === "client_credentials" && FOR_PEOPLE.includes(field)) return false;
    return value !== undefined && !same(before[field], value);
  });
