import "server-only";
import { database } from "@/lib/db/database";
import { REFRESH_CANDIDATE, type RefreshAsked } from "../candidate/hot";
import { accessEnd, asForeseen, insertAccessOfSpent, type NewAccessRow, type RefreshRow } from "../hot";

/** Nothing is spent: the access token is stored if the refresh token counts at this moment, and the token stays as it is. */
const RENEW = `
WITH candidate AS (${REFRESH_CANDIDATE}
), spent AS (
  SELECT t.* FROM candidate t
  WHERE t."mismatch" IS NULL AND t."usedAt" IS NULL AND t."ended" IS NULL AND t."misfit" IS NULL
    AND ${asForeseen({ scopes: "$10", audience: "$11", expires: "$9" })}
), ${insertAccessOfSpent({ access: "$7", id: "$8", now: "$5", expires: "$9", key: "$6", details: "$12" })}
SELECT t."familyId", t."yieldedScopes" AS "scopes", t."details", ${accessEnd("$9")}, t."mismatch", t."usedAt", t."ended", t."misfit", t."answer",
  t."successorHash", EXISTS (SELECT FROM spent) AS "isSpent"
FROM candidate t`;

/** Stores an access token on a refresh token that is kept, if the request is its client's and it counts. */
export async function insertRenewal(asked: NewAccessRow & RefreshAsked): Promise<RefreshRow | null> {
  const { pool } = await database();
  const { rows } = await pool.query<RefreshRow>({
    name: "token_renew",
    text: RENEW,
    values: [
      asked.tokenHashes,
      asked.clientId,
      asked.scopes,
      asked.resources,
      asked.now,
      asked.dpopJkt,
      asked.accessHash,
      asked.accessId,
      asked.accessExpiresAt,
      asked.foreseen?.scopes ?? null,
      asked.foreseen?.audience ?? null,
      asked.details && JSON.stringify(asked.details),
    ],
  });
  return rows[0] ?? null;
}
