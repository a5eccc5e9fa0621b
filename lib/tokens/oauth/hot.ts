import "server-only";
import type { AuthorizationDetail, Details } from "@/lib/apis/details";
import { coalesced } from "@/lib/db/coalesce";
import { database } from "@/lib/db/database";
import { oncePerProcess } from "@/lib/runtime";
import {
  CODE_CANDIDATE,
  type CodeAsked,
  type Foreseen,
  interval,
  REFRESH_CANDIDATE,
  type RefreshAsked,
} from "./candidate/hot";
import { type Claim, REFRESH_LIFETIME } from "./rules";

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
  details: Details;
  dpopJkt: string | null;
  createdAt: Date;
  expiresAt: Date;
};

const ISSUE = `
INSERT INTO "AccessToken" ("tokenHash", "id", "grantId", "clientId", "companyId", "scopes", "audience", "createdAt", "expiresAt", "details", "dpopJkt")
SELECT v.hash, v.id, v.grant_id, v.client_id, v.company_id, string_to_array(v.scopes, E'\\n'),
  string_to_array(v.audience, E'\\n'), v.created_at, v.expires_at, v.details::jsonb, v.dpop_jkt
FROM unnest($1::bytea[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[],
    $10::text[], $11::text[])
  AS v(hash, id, grant_id, client_id, company_id, scopes, audience, created_at, expires_at, details, dpop_jkt)`;

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
      column(({ details }) => details && JSON.stringify(details)),
      column(({ dpopJkt }) => dpopJkt),
    ],
  });
  return tokens.map(() => null);
}

/** Stores an access token that has no person and no family. Concurrent ones share the INSERT and its commit. */
export async function insertAccess(token: NewAccess): Promise<void> {
  await oncePerProcess("token-issue", () => coalesced(insertAll))(token);
}

const clipped = (expires: string): string => `least(${expires}::timestamptz, "grantExpiresAt")`;

/** When the access token ends, as the answer says it. */
export const accessEnd = (expires: string): string =>
  `extract(epoch FROM ${clipped(expires)})::float8 * 1000 AS "accessExpiresAt"`;

/** Whether what was foreseen, if anything was, is what the candidate `t` yields now. */
export const asForeseen = (p: {
  scopes: string;
  audience: string;
  expires: string;
}): string => `(${p.scopes}::text[] IS NULL
      OR (t."yieldedScopes" = ${p.scopes} AND t."yieldedAudience" = ${p.audience}::text[]
        AND ${clipped(p.expires)} = ${p.expires}::timestamptz))`;

type AccessParts = { access: string; id: string; now: string; expires: string; key: string; details: string };

/**
 * The access token that a code or refresh token yields, bound to the key that was proven; `spent` has its columns. It may
 * be asked for with less of the details, which the refresh token keeps, and it does not outlive the grant.
 */
export const insertAccessOfSpent = (p: AccessParts): string => `
access AS (
  INSERT INTO "AccessToken" ("tokenHash", "id", "grantId", "familyId", "clientId", "companyId", "userId", "scopes", "audience", "createdAt", "expiresAt", "details", "dpopJkt")
  SELECT ${p.access}::bytea, ${p.id}::uuid, "grantId", "familyId", "clientId", "companyId", "userId", "yieldedScopes", "yieldedAudience", ${p.now}::timestamptz, ${clipped(p.expires)},
    coalesce(${p.details}::jsonb, "details"), ${p.key}::text
  FROM spent
)`;

/**
 * The two rows that a spent code or refresh token yields. The refresh token is bound to a key only where nothing else
 * binds it (RFC 9449 §5).
 */
const insertPair = (p: AccessParts & { refresh: string; until: string }): string => `
${insertAccessOfSpent(p)}, refresh AS (
  INSERT INTO "RefreshToken" ("tokenHash", "familyId", "grantId", "clientId", "companyId", "userId", "scopes", "audience", "createdAt", "expiresAt", "details", "dpopJkt")
  SELECT ${p.refresh}::bytea, "familyId", "grantId", "clientId", "companyId", "userId", "scopes", "audience", ${p.now}::timestamptz, ${p.until},
    "details", CASE WHEN "isPublic" THEN ${p.key}::text END
  FROM spent
)`;

const REDEEM = `
WITH candidate AS (${CODE_CANDIDATE}
), spent AS (
  UPDATE "AuthorizationCode" k SET "consumedAt" = $6::timestamptz FROM candidate t
  WHERE k."codeHash" = t."codeHash" AND k."consumedAt" IS NULL
    AND t."mismatch" IS NULL AND t."usedAt" IS NULL AND t."ended" IS NULL AND t."misfit" IS NULL
    AND ${asForeseen({ scopes: "$14", audience: "$15", expires: "$12" })}
  RETURNING t.*
), family AS (
  INSERT INTO "TokenFamily" ("id", "grantId", "createdAt") SELECT "familyId", "grantId", $6::timestamptz FROM spent
), ${insertPair({ access: "$9", id: "$10", refresh: "$11", now: "$6", expires: "$12", until: "$13::timestamptz", key: "$7", details: "$16" })}
SELECT t."familyId", t."yieldedScopes" AS "scopes", t."details", t."userId", t."nonce", t."authenticatedAt", t."isSignIn",
  ${accessEnd("$12")}, t."mismatch", t."usedAt", t."ended", t."misfit", EXISTS (SELECT FROM spent) AS "isSpent"
FROM candidate t`;

/** What a claim tells of the access token that it stored. */
type Yielded = {
  scopes: string[] | null;
  /** All that was granted: what the token itself got of it is for the caller to say. */
  details: AuthorizationDetail[] | null;
  /** Milliseconds since 1970. */
  accessExpiresAt: number;
};

export type CodeRow = Claim &
  Yielded & {
    familyId: string;
    userId: string;
    nonce: string | null;
    /** Milliseconds since 1970. */
    authenticatedAt: number | null;
    /** It was asked to tell who the person is, and still may (the context openid). */
    isSignIn: boolean;
  };

/** What a new access token is stored under. */
export type NewAccessRow = {
  accessHash: Buffer;
  accessId: string;
  accessExpiresAt: Date;
  /** Less of the details than was granted; null: all of them. */
  details: Details;
  /** What the access token itself says: it is stored only if the claim yields just that. Null: it says nothing. */
  foreseen: Foreseen | null;
};

/** What a pair of new tokens is stored under. */
export type NewPair = NewAccessRow & { refreshHash: Buffer };

export type Redemption = NewPair & CodeAsked & { refreshExpiresAt: Date | null };

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
      asked.dpopJkt,
      asked.scopes,
      asked.accessHash,
      asked.accessId,
      asked.refreshHash,
      asked.accessExpiresAt,
      asked.refreshExpiresAt,
      asked.foreseen?.scopes ?? null,
      asked.foreseen?.audience ?? null,
      asked.details && JSON.stringify(asked.details),
    ],
  });
  return rows[0] ?? null;
}

/** A chain without end, of a client that has left the classic flow, gets one with its first successor. */
const UNTIL = `coalesce("expiresAt", $5::timestamptz + ${interval(REFRESH_LIFETIME)})`;

const ROTATE = `
WITH candidate AS (${REFRESH_CANDIDATE}
), spent AS (
  UPDATE "RefreshToken" r SET "usedAt" = $5::timestamptz, "answer" = $11::bytea, "successorHash" = $9::bytea FROM candidate t
  WHERE r."tokenHash" = t."tokenHash" AND r."usedAt" IS NULL
    AND t."mismatch" IS NULL AND t."usedAt" IS NULL AND t."ended" IS NULL AND t."misfit" IS NULL
    AND ${asForeseen({ scopes: "$12", audience: "$13", expires: "$10" })}
  RETURNING t.*
), ${insertPair({ access: "$7", id: "$8", refresh: "$9", now: "$5", expires: "$10", until: UNTIL, key: "$6", details: "$14" })}
SELECT t."familyId", t."yieldedScopes" AS "scopes", t."details", ${accessEnd("$10")}, t."mismatch", t."usedAt", t."ended", t."misfit", t."answer",
  t."successorHash", EXISTS (SELECT FROM spent) AS "isSpent"
FROM candidate t`;

export type RefreshRow = Claim &
  Yielded & {
    familyId: string;
    answer: Buffer | null;
    successorHash: Buffer | null;
  };

export type Rotation = NewPair & RefreshAsked & { answer: Buffer };

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
      asked.dpopJkt,
      asked.accessHash,
      asked.accessId,
      asked.refreshHash,
      asked.accessExpiresAt,
      asked.answer,
      asked.foreseen?.scopes ?? null,
      asked.foreseen?.audience ?? null,
      asked.details && JSON.stringify(asked.details),
    ],
  });
  return rows[0] ?? null;
}
