import "server-only";
import { type Details, detailsOf } from "@/lib/apis/details";
import { withoutIdentity } from "@/lib/apis/identity";
import { adminAudience, isAdminScope } from "@/lib/apis/system";
import type { Context, Role } from "@/lib/context";
import { kindOf } from "@/lib/crypto/credential";
import { hashesOf, hashOf, sameHash } from "@/lib/crypto/hash";
import { isJwtForm, readAccess } from "@/lib/tokens/oauth/jwt";
import { earlierOf } from "@/lib/tokens/oauth/rules";
import type { Use } from "@/lib/usage/record";
import {
  type AccessRow,
  type Ended,
  type ExchangedRow,
  findAccess,
  findExchanged,
  findLegacy,
  findPersonal,
  type LegacyRow,
  type PersonalRow,
} from "./hot";
import type { Presented } from "./presented";
import { type GrantedScope, isOver, mayHoldTokens, pairedScopes, personalScopes } from "./rules";

/** A credential that is good at this moment, and for what. */
export type Active = Readonly<{
  active: true;
  kind: "access" | "personal" | "legacy" | "exchanged";
  tokenId: string;
  company: Readonly<{ id: string; name: string }>;
  /** For whom it acts: a person, or, where no person takes part, the client or the company. */
  subject: Readonly<{ kind: "person" | "client" | "company"; id: string; name: string }>;
  client: Readonly<{
    id: string;
    key: string;
    name: string;
    /** Of the APIs that want the client named in a header beside the token (X11), that header by the API's audience. */
    headers: Readonly<Record<string, string>>;
  }> | null;
  /** The maker of a personal token, with the role of this moment. */
  maker: Readonly<{ id: string; name: string; role: Role; tokenName: string }> | null;
  grantId: string | null;
  /** What a use of it counts as a use of; null: nothing. */
  countsOn: Use | null;
  /** What it may do at this moment: never more than was given, and nothing that is not offered any more. */
  scopes: readonly GrantedScope[];
  /** The APIs that it is meant for (RFC 8707). */
  audience: readonly string[];
  /** What was given of contexts with parameters (RFC 9396); null: nothing. */
  details: Details;
  /** The thumbprint of the key that whoever presents it must prove to hold (RFC 9449 §7); null: a bearer credential. */
  dpopJkt: string | null;
  issuedAt: Date;
  /** Null: it has no end of its own. */
  expiresAt: Date | null;
}>;

export type InactiveReason = Ended | "malformed" | "unknown" | "expired" | "role_lost";
/** An ordinary "no". The reason is for our log and for tests; a caller outside is never told it. */
export type Inactive = Readonly<{ active: false; reason: InactiveReason }>;
export type Verdict = Active | Inactive;

const no = (reason: InactiveReason): Inactive => ({ active: false, reason });
const instant = (seconds: number): Date => new Date(Math.round(seconds * 1000));

type AnyRow = AccessRow | PersonalRow | ExchangedRow | LegacyRow;

/** What all kinds have in common, or why the row does not count. */
function alive(row: AnyRow | null, now: Date) {
  if (!row) return no("unknown");
  if (row.ended) return no(row.ended);
  const expiresAt = row.expiresAt === null ? null : instant(row.expiresAt);
  if (isOver(expiresAt, now)) return no("expired");
  return {
    active: true,
    tokenId: row.id,
    company: { id: row.companyId, name: row.companyName },
    scopes: pairedScopes(row.scopes, row.scopeAudiences),
    audience: row.audience,
    issuedAt: instant(row.issuedAt),
    expiresAt,
  } as const;
}

async function access(hashes: Buffer[], now: Date): Promise<Verdict> {
  const row = await findAccess(hashes);
  const common = alive(row, now);
  if (!row || !common.active) return common.active ? no("unknown") : common;
  const grantExpiresAt = row.grantExpiresAt === null ? null : instant(row.grantExpiresAt);
  if (isOver(grantExpiresAt, now)) return no("expired");
  const expiresAt = earlierOf(common.expiresAt, grantExpiresAt);
  const scopes = common.scopes.map(({ key }) => key);
  const { dpopJkt, grantId } = row;
  const headers = row.clientIdHeaders ?? {};
  const client = { id: row.clientId, key: row.clientKey, name: row.clientName, headers };
  const subject =
    row.userId === null
      ? ({ kind: "client", id: row.clientKey, name: row.clientName } as const)
      : ({ kind: "person", id: row.userId, name: row.userName ?? "" } as const);
  const details = detailsOf(row.details, scopes);
  const countsOn = { kind: "grant", id: grantId } as const;
  return { ...common, kind: "access", client, subject, maker: null, grantId, countsOn, expiresAt, details, dpopJkt };
}

/** The signature keeps forgeries from the database, as the checksum does for the others; the row alone says yes. */
async function jwt(token: string, now: Date): Promise<Verdict> {
  const read = await readAccess(token, now);
  if (read === "access") return access(hashesOf(token), now);
  return read === "exchanged" ? exchanged(hashesOf(token), now) : no(read);
}

async function personal(hashes: Buffer[], now: Date): Promise<Verdict> {
  const row = await findPersonal(hashes);
  const common = alive(row, now);
  if (!row || !common.active) return common.active ? no("unknown") : common;
  if (!mayHoldTokens(row.role)) return no("role_lost");
  const scopes = personalScopes(common.scopes, row.access, row.role);
  const reachesAdmin = scopes.some(({ key }) => isAdminScope(key));
  return {
    ...common,
    kind: "personal",
    scopes,
    audience: reachesAdmin ? [...common.audience, adminAudience()] : common.audience,
    client: null,
    subject: { kind: "person", id: row.userId, name: row.userName },
    maker: { id: row.userId, name: row.userName, role: row.role, tokenName: row.name },
    grantId: null,
    countsOn: { kind: "personal", id: common.tokenId },
    details: null,
    dpopJkt: null,
  };
}

/**
 * A token that was made of another (RFC 8693): whatever ends that one ends it, it may do what both may at this moment, and
 * its uses are that one's.
 */
async function exchanged(hashes: Buffer[], now: Date): Promise<Verdict> {
  const row = await findExchanged(hashes);
  const common = alive(row, now);
  if (!row || !common.active) return common.active ? no("unknown") : common;
  const parent = await (row.parentKind === "personal" ? personal : access)([row.parentHash], now);
  if (!parent.active) return parent;
  const has = ({ key, audience }: GrantedScope): boolean =>
    parent.scopes.some((one) => one.key === key && one.audience === audience);
  const { subject, grantId, countsOn } = parent;
  return {
    ...common,
    kind: "exchanged",
    scopes: common.scopes.filter(has),
    client: { id: row.clientId, key: row.clientKey, name: row.clientName, headers: row.clientIdHeaders ?? {} },
    subject,
    maker: null,
    grantId,
    countsOn,
    details: row.details,
    dpopJkt: row.dpopJkt,
  };
}

/** Our keys are printable ASCII; anything else cannot be one, and the database would choke on a NUL. */
const LEGACY_KEY = /^[\x21-\x39\x3B-\x7E]{1,100}$/;

async function legacy(key: string, secret: string, now: Date): Promise<Verdict> {
  if (!LEGACY_KEY.test(key) || kindOf(secret) !== "legacySecret") return no("malformed");
  const row = await findLegacy(key);
  // An unknown key costs the same comparison as a wrong secret.
  const stored = row?.secretHash ?? hashOf("no such key");
  const matches = hashesOf(secret).filter((hash) => sameHash(hash, stored)).length > 0;
  const common = alive(matches ? row : null, now);
  if (!row || !common.active) return common.active ? no("unknown") : common;
  return {
    ...common,
    kind: "legacy",
    scopes: withoutIdentity(common.scopes).filter((scope) => !isAdminScope(scope.key)),
    client: null,
    subject: { kind: "company", id: row.companyId, name: row.companyName },
    maker: null,
    grantId: null,
    countsOn: { kind: "legacy", id: common.tokenId },
    details: null,
    dpopJkt: null,
  };
}

/**
 * The one answer to "is this credential good?", for every kind: OAuth access token, personal token, what was
 * exchanged for one of them, API connection.
 *
 * A wrong form, checksum or signature is refused without a database read. Everything that can end a credential is read each time,
 * so an end is effective at once on every process. An ordinary "no" is a value; a database that does not answer throws.
 */
export async function verifyCredential({ now }: Pick<Context, "now">, presented: Presented): Promise<Verdict> {
  if (presented.scheme === "basic") return legacy(presented.key, presented.secret, now);
  const { token } = presented;
  const kind = kindOf(token);
  if (kind === "access") return access(hashesOf(token), now);
  if (kind === "personal") return personal(hashesOf(token), now);
  if (isJwtForm(token)) return jwt(token, now);
  return no(kind === null ? "malformed" : "unknown");
}

/** Whether it is meant for the API with that audience. */
export const isMeantFor = (verdict: Active, audience: string): boolean => verdict.audience.includes(audience);

/** The contexts that count at the API with that audience. */
export const scopesAt = (verdict: Active, audience: string): string[] =>
  verdict.scopes.filter((scope) => scope.audience === audience).map(({ key }) => key);
