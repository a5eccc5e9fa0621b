import "server-only";
import type { AuthorizationDetail } from "@/lib/apis/details";
import { inGroup, offeredFrom } from "@/lib/apis/hot";
import { database } from "@/lib/db/database";
import { ADVANCED_LIFETIME } from "../rules";

/**
 * What an authorization code or refresh token would yield at this moment, and why it would not: the part that looking
 * ahead and claiming have in common.
 */

/** A length as SQL has it, in seconds: days would follow the clocks of a time zone. */
export const interval = (milliseconds: number): string => `interval '${milliseconds / 1000} seconds'`;

const epoch = (column: string): string => `extract(epoch FROM ${column})::float8 * 1000`;

/** Who stands behind the row `t`, as of this moment. */
const BEHIND = `
  JOIN "Grant" g ON g."id" = t."grantId"
  JOIN "Client" c ON c."id" = t."clientId"
  LEFT JOIN "User" u ON u."id" = t."userId"
  LEFT JOIN "Membership" m ON m."userId" = t."userId" AND m."companyId" = g."companyId"`;

const ended = (now: string, isRevoked: string, isTooOld = "false"): string => `CASE
    WHEN t."expiresAt" <= ${now} OR g."expiresAt" <= ${now} OR ${isTooOld} THEN 'expired'
    WHEN ${isRevoked} OR c."disabledAt" IS NOT NULL OR c."removedAt" IS NOT NULL THEN 'revoked'
    WHEN u."id" IS NULL OR u."disabledAt" IS NOT NULL THEN 'person_disabled'
    WHEN m."id" IS NULL THEN 'person_left'
  END AS "ended"`;

/**
 * What the row `t` yields at this moment: of its contexts those that the person still allows, the client's group still
 * has and the company still offers; of these the ones `asked`, at the APIs of `resource` or, if none is named, at those
 * that were named when it was granted. Whether it is a sign-in does not depend on the APIs that are named.
 */
const yielded = (asked: string, resource: string): string => {
  const isAsked = `(${asked}::text[] IS NULL OR s."key" = ANY(${asked}::text[]))`;
  const target = `coalesce(${resource}::text[], t."audience")`;
  const counts = `FILTER (WHERE ${isAsked} AND (cardinality(${target}) = 0 OR a."audience" = ANY(${target})))`;
  return `
  LEFT JOIN LATERAL (
    SELECT array_agg(s."key" ORDER BY array_position(t."scopes", s."key")) ${counts} AS "scopes",
      array_agg(DISTINCT a."audience") ${counts} AS "audience",
      count(*) FILTER (WHERE ${asked}::text[] IS NOT NULL AND ${isAsked}) AS "asked",
      bool_or(a."systemKey" = 'identity' AND s."key" = 'openid') AS "isSignIn"
    ${offeredFrom('g."companyId"')} AND s."key" = ANY(t."scopes") AND s."key" = ANY(g."scopes") AND ${inGroup('c."permissionGroupId"')}
  ) o ON true`;
};

const misfit = (asked: string, resource: string): string => `CASE
    WHEN ${asked}::text[] IS NOT NULL AND o."asked" < cardinality(${asked}::text[]) THEN 'scope'
    WHEN ${resource}::text[] IS NOT NULL AND (NOT ${resource}::text[] <@ coalesce(o."audience", '{}')
      OR (cardinality(t."audience") > 0 AND NOT ${resource}::text[] <@ t."audience")) THEN 'target'
    WHEN o."scopes" IS NULL THEN 'scope'
  END AS "misfit"`;

/** A row that names a key goes with a proof of that very key (RFC 9449 §5, §10). */
const otherKey = (proof: string): string =>
  `WHEN t."dpopJkt" IS NOT NULL AND t."dpopJkt" IS DISTINCT FROM ${proof}::text THEN 'other_key'`;

/** Its parameters are $1 to $8: hashes, client, challenge, redirection URI, resources, now, proven key, contexts. */
export const CODE_CANDIDATE = `
  SELECT t."codeHash", t."familyId", t."grantId", t."clientId", t."userId", t."scopes", t."audience", t."details",
    g."expiresAt" AS "grantExpiresAt", t."nonce", ${epoch('t."authenticatedAt"')} AS "authenticatedAt", g."companyId", c."isPublic",
    coalesce(o."isSignIn", false) AS "isSignIn", o."scopes" AS "yieldedScopes", o."audience" AS "yieldedAudience", ${epoch('t."consumedAt"')} AS "usedAt",
    CASE
      WHEN t."clientId" <> $2::uuid THEN 'other_client'
      WHEN t."codeChallenge" IS DISTINCT FROM $3::text THEN 'wrong_verifier'
      WHEN t."redirectUri" <> $4::text THEN 'other_redirect_uri'
      ${otherKey("$7")}
    END AS "mismatch",
    ${ended("$6", 'g."revokedAt" IS NOT NULL')}, ${misfit("$8", "$5")}
  FROM "AuthorizationCode" t ${BEHIND} ${yielded("$8", "$5")}
  WHERE t."codeHash" = ANY($1::bytea[])`;

const REFRESH_ENDED = 'g."revokedAt" IS NOT NULL OR f."revokedAt" IS NOT NULL OR f."id" IS NULL';
const OTHER_CLIENT = `CASE WHEN t."clientId" <> $2::uuid THEN 'other_client' ${otherKey("$6")} END AS "mismatch"`;
const FAMILY = `LEFT JOIN "TokenFamily" f ON f."id" = t."familyId" JOIN "Company" co ON co."id" = t."companyId"`;
/** Under advanced security no chain outlives its first grant by more, whatever its tokens were promised. */
const TOO_OLD = `co."hasAdvancedSecurity" AND f."createdAt" <= $5::timestamptz - ${interval(ADVANCED_LIFETIME)}`;

/** Its parameters are $1 to $6: hashes, client, contexts, resources, now, proven key. */
export const REFRESH_CANDIDATE = `
  SELECT t."tokenHash", t."familyId", t."grantId", t."clientId", t."companyId", t."userId", t."scopes", t."audience", t."details", c."isPublic",
    t."expiresAt", g."expiresAt" AS "grantExpiresAt", t."answer", t."successorHash", o."scopes" AS "yieldedScopes", o."audience" AS "yieldedAudience",
    ${epoch('t."usedAt"')} AS "usedAt", ${OTHER_CLIENT}, ${ended("$5", REFRESH_ENDED, TOO_OLD)}, ${misfit("$3", "$4")}
  FROM "RefreshToken" t ${BEHIND} ${FAMILY} ${yielded("$3", "$4")}
  WHERE t."tokenHash" = ANY($1::bytea[])`;

/** What a token that says so itself holds: it is written before the claim, and stored only if that yields the same. */
export type Foreseen = { scopes: string[]; audience: string[] };
export type ForeseenRow = Foreseen & {
  userId: string;
  details: AuthorizationDetail[] | null;
  /** Milliseconds since 1970; null: the grant has no end of its own. */
  grantExpiresAt: number | null;
};

const foresee = (candidate: string): string => `
SELECT t."yieldedScopes" AS "scopes", t."yieldedAudience" AS "audience", t."userId", t."details",
  ${epoch('t."grantExpiresAt"')} AS "grantExpiresAt" FROM (${candidate}) t
WHERE t."mismatch" IS NULL AND t."usedAt" IS NULL AND t."ended" IS NULL AND t."misfit" IS NULL`;

export type CodeAsked = {
  codeHashes: Buffer[];
  clientId: string;
  /** Of the verifier that was sent; null: none was, which fits a code without a challenge alone. */
  challenge: string | null;
  redirectUri: string | null;
  resources: string[] | null;
  now: Date;
  /** The thumbprint of the key that the request proves to hold; null: it proves none. */
  dpopJkt: string | null;
  scopes: string[] | null;
};

/** What the code would yield to that request now; null: nothing. It is not spent. */
export async function foreseeCode(asked: CodeAsked): Promise<ForeseenRow | null> {
  const { pool } = await database();
  const { rows } = await pool.query<ForeseenRow>({
    name: "token_foresee_code",
    text: foresee(CODE_CANDIDATE),
    values: [
      asked.codeHashes,
      asked.clientId,
      asked.challenge,
      asked.redirectUri,
      asked.resources,
      asked.now,
      asked.dpopJkt,
      asked.scopes,
    ],
  });
  return rows[0] ?? null;
}

export type RefreshAsked = {
  tokenHashes: Buffer[];
  clientId: string;
  scopes: string[] | null;
  resources: string[] | null;
  now: Date;
  dpopJkt: string | null;
};

/** What the refresh token would yield to that request now; null: nothing. It is not spent. */
export async function foreseeRefresh(asked: RefreshAsked): Promise<ForeseenRow | null> {
  const { pool } = await database();
  const { rows } = await pool.query<ForeseenRow>({
    name: "token_foresee_refresh",
    text: foresee(REFRESH_CANDIDATE),
    values: [asked.tokenHashes, asked.clientId, asked.scopes, asked.resources, asked.now, asked.dpopJkt],
  });
  return rows[0] ?? null;
}
