import "server-only";
import type { AuthorizationDetail } from "@/lib/apis/details";
import { inGroup, offeredFrom } from "@/lib/apis/hot";
import { coalesced } from "@/lib/db/coalesce";
import { database } from "@/lib/db/database";
import { oncePerProcess } from "@/lib/runtime";

/**
 * The look-ups that stand in the way of every call to a company's API: one statement a kind, which joins everything that
 * can end a credential, and which concurrent look-ups share. No answer is kept from one to the next, so what was revoked
 * is refused by the very next look-up on every process (docs/decisions/0009-verification.md).
 */

/** Why a row no longer counts, expiry apart. The first that holds is told. */
export type Ended = "revoked" | "client_disabled" | "person_disabled" | "person_left" | "disabled";

type Common = {
  id: string;
  companyId: string;
  companyName: string;
  ended: Ended | null;
  /** Seconds since 1970, as the wire has them. */
  issuedAt: number;
  expiresAt: number | null;
  /** The contexts that it may have and that are offered at this moment, and for each the audience of its API. */
  scopes: string[] | null;
  scopeAudiences: string[] | null;
};

export type AccessRow = Common & {
  hash: Buffer;
  grantId: string;
  audience: string[];
  details: AuthorizationDetail[] | null;
  dpopJkt: string | null;
  /** Seconds since 1970; null: the authorization lasts until it is taken back. */
  grantExpiresAt: number | null;
  clientId: string;
  clientKey: string;
  clientName: string;
  /** Of the APIs that it is for, by audience: the header in which a call must name the client. Null: none wants that. */
  clientIdHeaders: Record<string, string> | null;
  userId: string | null;
  userName: string | null;
};

export type PersonalRow = Common & {
  hash: Buffer;
  name: string;
  userId: string;
  userName: string;
  role: string | null;
  access: string;
  audience: string[];
};

export type ExchangedRow = Common & {
  hash: Buffer;
  /** Where the token that it stands on is looked up. */
  parentKind: "access" | "personal";
  parentHash: Buffer;
  audience: string[];
  details: AuthorizationDetail[] | null;
  dpopJkt: string | null;
  clientId: string;
  clientKey: string;
  clientName: string;
  clientIdHeaders: Record<string, string> | null;
};

export type LegacyRow = Common & { key: string; secretHash: Buffer; audience: string[] };

/** The contexts that `company` can hand out now and that are `chosen`. */
const offered = (company: string, chosen: string, order: string) => `
  SELECT array_agg(s."key" ORDER BY ${order}) AS keys, array_agg(a."audience" ORDER BY ${order}) AS audiences
  ${offeredFrom(company)} AND ${chosen}`;

const ownAudiences = (company: string) =>
  `ARRAY(SELECT a."audience" FROM "Api" a WHERE a."companyId" = ${company} OR a."systemKey" = 'open')`;

const epoch = (column: string) => `extract(epoch FROM ${column})::float8`;

/** The client_id on the wire: of a client that describes itself it is the address of its document. */
const CLIENT_KEY = `coalesce(c."documentUrl", c."key")`;

/** The headers in which calls to the APIs of the token must name its client, by audience; null: there are none. */
const CLIENT_ID_HEADERS = `(SELECT jsonb_object_agg(n."audience", n."clientIdHeader") FROM "Api" n
    WHERE n."audience" = ANY(t."audience") AND n."clientIdHeader" IS NOT NULL)`;

const ACCESS = `
SELECT t."tokenHash" AS "hash", t."id", t."grantId", t."companyId", co."name" AS "companyName", t."audience",
  t."details", t."dpopJkt", ${epoch('g."expiresAt"')} AS "grantExpiresAt", t."clientId", ${CLIENT_KEY} AS "clientKey", c."name" AS "clientName",
  ${CLIENT_ID_HEADERS} AS "clientIdHeaders", t."userId", u."name" AS "userName",
  ${epoch('t."createdAt"')} AS "issuedAt", ${epoch('t."expiresAt"')} AS "expiresAt",
  CASE
    WHEN t."revokedAt" IS NOT NULL OR f."revokedAt" IS NOT NULL OR g."revokedAt" IS NOT NULL THEN 'revoked'
    WHEN c."disabledAt" IS NOT NULL OR c."removedAt" IS NOT NULL THEN 'client_disabled'
    WHEN u."disabledAt" IS NOT NULL THEN 'person_disabled'
    WHEN t."userId" IS NOT NULL AND m."id" IS NULL THEN 'person_left'
  END AS "ended", o.keys AS "scopes", o.audiences AS "scopeAudiences"
FROM "AccessToken" t
JOIN "Grant" g ON g."id" = t."grantId"
JOIN "Client" c ON c."id" = t."clientId"
JOIN "Company" co ON co."id" = t."companyId"
LEFT JOIN "TokenFamily" f ON f."id" = t."familyId"
LEFT JOIN "User" u ON u."id" = t."userId"
LEFT JOIN "Membership" m ON m."userId" = t."userId" AND m."companyId" = t."companyId"
LEFT JOIN LATERAL (${offered(
  't."companyId"',
  // Where no person consented, the group alone is the ceiling: an admin who widens it widens the access.
  `s."key" = ANY(t."scopes") AND (g."userId" IS NULL OR s."key" = ANY(g."scopes")) AND ${inGroup('c."permissionGroupId"')}`,
  'array_position(t."scopes", s."key")',
)}) o ON true
WHERE t."tokenHash" = ANY($1::bytea[])`;

const PERSONAL = `
SELECT t."tokenHash" AS "hash", t."id", t."name", t."companyId", co."name" AS "companyName", t."access",
  t."userId", u."name" AS "userName", m."role", ${ownAudiences('t."companyId"')} AS "audience",
  ${epoch('t."createdAt"')} AS "issuedAt", ${epoch('t."expiresAt"')} AS "expiresAt",
  CASE
    WHEN t."revokedAt" IS NOT NULL THEN 'revoked'
    WHEN u."disabledAt" IS NOT NULL THEN 'person_disabled'
    WHEN m."id" IS NULL THEN 'person_left'
  END AS "ended", o.keys AS "scopes", o.audiences AS "scopeAudiences"
FROM "PersonalToken" t
JOIN "User" u ON u."id" = t."userId"
JOIN "Company" co ON co."id" = t."companyId"
LEFT JOIN "Membership" m ON m."userId" = t."userId" AND m."companyId" = t."companyId"
LEFT JOIN LATERAL (${offered(
  't."companyId"',
  `(t."access" = 'general' OR s."key" = ANY(t."scopes"))`,
  'a."createdAt", s."position", s."key"',
)}) o ON true
WHERE t."tokenHash" = ANY($1::bytea[])`;

/** The half that is its own: the other half is its parent's, which is looked up like any other token. */
const EXCHANGED = `
SELECT t."tokenHash" AS "hash", t."id", t."parentKind", t."parentHash", t."companyId", co."name" AS "companyName",
  t."audience", t."details", t."dpopJkt", t."clientId", ${CLIENT_KEY} AS "clientKey", c."name" AS "clientName",
  ${CLIENT_ID_HEADERS} AS "clientIdHeaders",
  ${epoch('t."createdAt"')} AS "issuedAt", ${epoch('t."expiresAt"')} AS "expiresAt",
  CASE
    WHEN t."revokedAt" IS NOT NULL THEN 'revoked'
    WHEN c."disabledAt" IS NOT NULL OR c."removedAt" IS NOT NULL THEN 'client_disabled'
    WHEN c."grantType" = 'client_credentials' AND NOT EXISTS (
      SELECT FROM "Grant" g WHERE g."clientId" = c."id" AND g."userId" IS NULL AND g."revokedAt" IS NULL) THEN 'revoked'
  END AS "ended", o.keys AS "scopes", o.audiences AS "scopeAudiences"
FROM "ExchangedToken" t
JOIN "Client" c ON c."id" = t."clientId"
JOIN "Company" co ON co."id" = t."companyId"
LEFT JOIN LATERAL (${offered(
  't."companyId"',
  `s."key" = ANY(t."scopes") AND ${inGroup('c."permissionGroupId"')}`,
  'array_position(t."scopes", s."key")',
)}) o ON true
WHERE t."tokenHash" = ANY($1::bytea[])`;

const LEGACY = `
SELECT k."id", k."key", k."secretHash", k."companyId", co."name" AS "companyName",
  ${ownAudiences('k."companyId"')} AS "audience",
  ${epoch('coalesce(k."rotatedAt", k."createdAt")')} AS "issuedAt", NULL::float8 AS "expiresAt",
  CASE WHEN k."disabledAt" IS NOT NULL THEN 'disabled' END AS "ended",
  o.keys AS "scopes", o.audiences AS "scopeAudiences"
FROM "LegacyKey" k
JOIN "Company" co ON co."id" = k."companyId"
LEFT JOIN LATERAL (${offered('k."companyId"', "true", 'a."createdAt", s."position", s."key"')}) o ON true
WHERE k."key" = ANY($1::text[])`;

type ByHash = { hash: Buffer };

/** Each item is the hashes that one token may be stored under; the answer is its row. */
function lookUpByHash<R extends ByHash>(name: string, text: string) {
  return coalesced<Buffer[], R | null>(async (items) => {
    const { pool } = await database();
    const { rows } = await pool.query<R>({ name, text, values: [items.flat()] });
    const found = new Map(rows.map((row) => [row.hash.toString("latin1"), row]));
    return items.map((hashes) => {
      for (const hash of hashes) {
        const row = found.get(hash.toString("latin1"));
        if (row) return row;
      }
      return null;
    });
  });
}

type LookUp<I, R> = (item: I) => Promise<R | null>;

export const findAccess = (hashes: Buffer[]): Promise<AccessRow | null> =>
  oncePerProcess<LookUp<Buffer[], AccessRow>>("verify-access", () => lookUpByHash("verify_access", ACCESS))(hashes);

export const findPersonal = (hashes: Buffer[]): Promise<PersonalRow | null> =>
  oncePerProcess<LookUp<Buffer[], PersonalRow>>("verify-personal", () => lookUpByHash("verify_personal", PERSONAL))(
    hashes,
  );

export const findExchanged = (hashes: Buffer[]): Promise<ExchangedRow | null> =>
  oncePerProcess<LookUp<Buffer[], ExchangedRow>>("verify-exchanged", () => lookUpByHash("verify_exchanged", EXCHANGED))(
    hashes,
  );

export const findLegacy = (key: string): Promise<LegacyRow | null> =>
  oncePerProcess<LookUp<string, LegacyRow>>("verify-legacy", () =>
    coalesced(async (keys: string[]) => {
      const { pool } = await database();
      const { rows } = await pool.query<LegacyRow>({ name: "verify_legacy", text: LEGACY, values: [keys] });
      const found = new Map(rows.map((row) => [row.key, row]));
      return keys.map((asked) => found.get(asked) ?? null);
    }),
  )(key);
