import "server-only";
import { inGroup, offeredFrom } from "@/lib/apis/hot";
import { coalesced } from "@/lib/db/coalesce";
import { database } from "@/lib/db/database";
import { oncePerProcess } from "@/lib/runtime";
import type { Claim } from "./rules";

/**
 * The statements that issue tokens, each whole: what is claimed, what it yields and the answer are one statement, so
 * that of any number of requests at once exactly one can win (docs/decisions/0010-tokens-and-flows.md).
 */

export type NewAccess = {
  tokenHash: Buffer;
  id: string;
  grantId: string;
  clientId: string;
  companyId: string;
  scopes: string[];
  audience: string[];
  createdAt: Date;
  expiresAt: Date;
};

const ISSUE = `
INSERT INTO "AccessToken" ("tokenHash", "id", "grantId", "clientId", "companyId", "scopes", "audience", "createdAt", "expiresAt")
SELECT v.hash, v.id, v.grant_id, v.client_id, v.company_id, string_to_array(v.scopes, E'\\n'),
  string_to_array(v.audience, E'\\n'), v.created_at, v.expires_at
FROM unnest($1::bytea[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[])
  AS v(hash, id, grant_id, client_id, company_id, scopes, audience, created_at, expires_at)`;

const LINE = "\n";

async function insertAll(tokens: NewAccess[]): Promise<null[]> {
  const { pool } = await database();
  const column = <T>(of: (token: NewAccess) => T): T[] => tokens.map(of);
  await pool.query({
    name: "token_issue",
    text: ISSUE,
    values: [
      column(({ tokenHash }) => tokenHash),
      column(({ id }) => id),
      column(({ grantId }) => grantId),
      column(({ clientId }) => clientId),
      column(({ companyId }) => companyId),
      column(({ scopes }) => scopes.join(LINE)),
      column(({ audience }) => audience.join(LINE)),
      column(({ createdAt }) => createdAt),
      column(({ expiresAt }) => expiresAt),
    ],
  });
  return tokens.map(() => null);
}

/** Stores an access token that has no person and no family. Concurrent ones share the INSERT and its commit. */
export async function insertAccess(token: NewAccess): Promise<void> {
  await oncePerProcess("token-issue", () => coalesced(insertAll))(token);
}

const epoch = (column: string): string => `extract(epoch FROM ${column})::float8 * 1000`;

/** Who stands behind the row `t`, as of this moment. */
const BEHIND = `
  JOIN "Grant" g ON g."id" = t."grantId"
  JOIN "Client" c ON c."id" = t."clientId"
  LEFT JOIN "User" u ON u."id" = t."userId"
  LEFT JOIN "Membership" m ON m."userId" = t."userId" AND m."companyId" = g."companyId"`;

const ended = (now: string, isRevoked: string): string => `CASE
    WHEN t."expiresAt" <= ${now} THEN 'expired'
    WHEN ${isRevoked} OR c."disabledAt" IS NOT NULL OR c."removedAt" IS NOT NULL THEN 'revoked'
    WHEN u."id" IS NULL OR u."disabledAt" IS NOT NULL THEN 'person_disabled'
    WHEN m."id" IS NULL THEN 'person_left'
  END AS "ended"`;

/**
 * What the row `t` yields at this moment: of its contexts those that the person still allows, the client's group still
 * has and the company still offers; of these the ones `asked`, at the APIs of `resource` or, if none is named, at those
 * that were named when it was granted.
 */
const yielded = (asked: string, resource: string): string => {
  const isAsked = `(${asked}::text[] IS NULL OR s."key" = ANY(${asked}::text[]))`;
  const target = `coalesce(${resource}::text[], t."audience")`;
  const counts = `FILTER (WHERE ${isAsked} AND (cardinality(${target}) = 0 OR a."audience" = ANY(${target})))`;
  return `
  LEFT JOIN LATERAL (
    SELECT array_agg(s."key" ORDER BY array_position(t."scopes", s."key")) ${counts} AS "scopes",
      array_agg(DISTINCT a."audience") ${counts} AS "audience",
      count(*) FILTER (WHERE ${asked}::text[] IS NOT NULL AND ${isAsked}) AS "asked"
    ${offeredFrom('g."companyId"')} AND s."key" = ANY(t."scopes") AND s."key" = ANY(g."scopes") AND ${inGroup('c."permissionGroupId"')}
  ) o ON true`;
};

const misfit = (asked: string, resource: string): string => `CASE
    WHEN ${asked}::text[] IS NOT NULL AND o."asked" < cardinality(${asked}::text[]) THEN 'scope'
    WHEN ${resource}::text[] IS NOT NULL AND (NOT ${resource}::text[] <@ coalesce(o."audience", '{}')
      OR (cardinality(t."audience") > 0 AND NOT ${resource}::text[] <@ t."audience")) THEN 'target'
    WHEN o."scopes" IS NULL THEN 'scope'
  END AS "misfit"`;

/** The two rows that a spent code or refresh token yields; `spent` has its columns, and what it yields. */
const insertPair = (p: {
  access: string;
  id: string;
  refresh: string;
  now: string;
  expires: string;
  until: string;
}) => `
access AS (
  INSERT INTO "AccessToken" ("tokenHash", "id", "grantId", "familyId", "clientId", "companyId", "userId", "scopes", "audience", "createdAt", "expiresAt")
  SELECT ${p.access}::bytea, ${p.id}::uuid, "grantId", "familyId", "clientId", "companyId", "userId", "yieldedScopes", "yieldedAudience", ${p.now}::timestamptz, ${p.expires}::timestamptz
  FROM spent
), refresh AS (
  INSERT INTO "RefreshToken" ("tokenHash", "familyId", "grantId", "clientId", "companyId", "userId", "scopes", "audience", "createdAt", "expiresAt")
  SELECT ${p.refresh}::bytea, "familyId", "grantId", "clientId", "companyId", "userId", "scopes", "audience", ${p.now}::timestamptz, ${p.until}
  FROM spent
)`;

const REDEEM = `
WITH candidate AS (
  SELECT t."codeHash", t."familyId", t."grantId", t."clientId", t."userId", t."scopes", t."audience", g."companyId",
    o."scopes" AS "yieldedScopes", o."audience" AS "yieldedAudience", ${epoch('t."consumedAt"')} AS "usedAt",
    CASE
      WHEN t."clientId" <> $2::uuid THEN 'other_client'
      WHEN t."codeChallenge" IS DISTINCT FROM $3::text THEN 'wrong_verifier'
      WHEN t."redirectUri" <> $4::text THEN 'other_redirect_uri'
    END AS "mismatch",
    ${ended("$6", 'g."revokedAt" IS NOT NULL')}, ${misfit("NULL", "$5")}
  FROM "AuthorizationCode" t ${BEHIND} ${yielded("NULL", "$5")}
  WHERE t."codeHash" = ANY($1::bytea[])
), spent AS (
  UPDATE "AuthorizationCode" k SET "consumedAt" = $6::timestamptz FROM candidate t
  WHERE k."codeHash" = t."codeHash" AND k."consumedAt" IS NULL
    AND t."mismatch" IS NULL AND t."usedAt" IS NULL AND t."ended" IS NULL AND t."misfit" IS NULL
  RETURNING t.*
), family AS (
  INSERT INTO "TokenFamily" ("id", "grantId", "createdAt") SELECT "familyId", "grantId", $6::timestamptz FROM spent
), ${insertPair({ access: "$7", id: "$8", refresh: "$9", now: "$6", expires: "$10", until: "$11::timestamptz" })}
SELECT t."familyId", t."yieldedScopes" AS "scopes", t."mismatch", t."usedAt", t."ended", t."misfit",
  EXISTS (SELECT FROM spent) AS "isSpent"
FROM candidate t`;

export type CodeRow = Claim & { familyId: string; scopes: string[] | null };

/** What a pair of new tokens is stored under. */
export type NewPair = {
  accessHash: Buffer;
  accessId: string;
  accessExpiresAt: Date;
  refreshHash: Buffer;
};

export type Redemption = NewPair & {
  codeHashes: Buffer[];
  clientId: string;
  /** Null: the verifier was none, so it fits no challenge. */
  challenge: string | null;
  redirectUri: string | null;
  resources: string[] | null;
  now: Date;
  refreshExpiresAt: Date;
};

/** Spends the code if the request is its own, and stores what it yields: family, access token, refresh token. */
export async function claimCode(asked: Redemption): Promise<CodeRow | null> {
  const { pool } = await database();
  const { rows } = await pool.query<CodeRow>({
    name: "token_redeem",
    text: REDEEM,
    values: [
      asked.codeHashes,
      asked.clientId,
      asked.challenge,
      asked.redirectUri,
      asked.resources,
      asked.now,
      asked.accessHash,
      asked.accessId,
      asked.refreshHash,
      asked.accessExpiresAt,
      asked.refreshExpiresAt,
    ],
  });
  return rows[0] ?? null;
}

const REFRESH_ENDED = 'g."revokedAt" IS NOT NULL OR f."revokedAt" IS NOT NULL OR f."id" IS NULL';
const OTHER_CLIENT = `CASE WHEN t."clientId" <> $2::uuid THEN 'other_client' END AS "mismatch"`;
const FAMILY = `LEFT JOIN "TokenFamily" f ON f."id" = t."familyId"`;

const ROTATE = `
WITH candidate AS (
  SELECT t."tokenHash", t."familyId", t."grantId", t."clientId", t."companyId", t."userId", t."scopes", t."audience",
    t."expiresAt", t."answer", t."successorHash", o."scopes" AS "yieldedScopes", o."audience" AS "yieldedAudience",
    ${epoch('t."usedAt"')} AS "usedAt", ${OTHER_CLIENT}, ${ended("$5", REFRESH_ENDED)}, ${misfit("$3", "$4")}
  FROM "RefreshToken" t ${BEHIND} ${FAMILY} ${yielded("$3", "$4")}
  WHERE t."tokenHash" = ANY($1::bytea[])
), spent AS (
  UPDATE "RefreshToken" r SET "usedAt" = $5::timestamptz, "answer" = $10::bytea, "successorHash" = $8::bytea FROM candidate t
  WHERE r."tokenHash" = t."tokenHash" AND r."usedAt" IS NULL
    AND t."mismatch" IS NULL AND t."usedAt" IS NULL AND t."ended" IS NULL AND t."misfit" IS NULL
  RETURNING t.*
), ${insertPair({ access: "$6", id: "$7", refresh: "$8", now: "$5", expires: "$9", until: '"expiresAt"' })}
SELECT t."familyId", t."yieldedScopes" AS "scopes", t."mismatch", t."usedAt", t."ended", t."misfit", t."answer",
  t."successorHash", EXISTS (SELECT FROM spent) AS "isSpent"
FROM candidate t`;

export type RefreshRow = Claim & {
  familyId: string;
  scopes: string[] | null;
  answer: Buffer | null;
  successorHash: Buffer | null;
};

export type Rotation = NewPair & {
  tokenHashes: Buffer[];
  clientId: string;
  scopes: string[] | null;
  resources: string[] | null;
  now: Date;
  answer: Buffer;
};

/** Spends the refresh token if the request is its client's, and stores its successor and an access token. */
export async function claimRefresh(asked: Rotation): Promise<RefreshRow | null> {
  const { pool } = await database();
  const { rows } = await pool.query<RefreshRow>({
    name: "token_rotate",
    text: ROTATE,
    values: [
      asked.tokenHashes,
      asked.clientId,
      asked.scopes,
      asked.resources,
      asked.now,
      asked.accessHash,
      asked.accessId,
      asked.refreshHash,
      asked.accessExpiresAt,
      asked.answer,
    ],
  });
  return rows[0] ?? null;
}
