import "server-only";
import { inGroup, offeredFrom } from "@/lib/apis/hot";
import { coalesced } from "@/lib/db/coalesce";
import { database } from "@/lib/db/database";
import { oncePerProcess } from "@/lib/runtime";

/** What one look-up tells of a client, and of the failed attempts that stand against the caller. */
export type ClientRow = {
  /** Null: there is no such client. */
  id: string | null;
  /** The client_id on the wire: for a client that a document describes, the document's address. */
  key: string;
  name: string;
  companyId: string;
  grantType: "authorization_code" | "client_credentials";
  isPublic: boolean;
  isEnded: boolean;
  /** An administrator has to let it in first. */
  awaitsApproval: boolean;
  authMethod: "client_secret" | "private_key_jwt";
  /** What its assertions are verified with: a JWK set, or where one is. */
  jwks: unknown;
  jwksUri: string | null;
  additionalGrantTypes: string[];
  requiresDpop: boolean;
  isClassic: boolean;
  idTokenAlgorithm: string;
  /** The audience of the API that this client is. */
  resourceServer: string | null;
  secretIds: string[] | null;
  secretHashes: Buffer[] | null;
  /** Milliseconds since 1970; null: no end. */
  secretEnds: (number | null)[] | null;
  /** The access that an administrator gave it, which no person stands behind; null: none, or withdrawn. */
  grantId: string | null;
  /** What that access allows at this moment. */
  scopes: string[] | null;
  scopeAudiences: string[] | null;
  /** The APIs of its company that want a JWT, and for each what signs it. */
  jwtAudiences: string[] | null;
  jwtAlgorithms: string[] | null;
  failures: number | null;
  failuresEndAt: number | null;
};

const epoch = (column: string): string => `extract(epoch FROM ${column})::float8 * 1000`;

const CLIENT = `
SELECT q."n"::int AS "n", c."id", coalesce(c."documentUrl", c."key") AS "key", c."name", c."companyId", c."grantType", c."isPublic",
  (c."disabledAt" IS NOT NULL OR c."removedAt" IS NOT NULL) AS "isEnded",
  c."awaitsApprovalSince" IS NOT NULL AS "awaitsApproval", rs."audience" AS "resourceServer",
  c."authMethod", c."jwks", c."jwksUri", c."additionalGrantTypes", c."requiresDpop", c."isClassic",
  c."idTokenAlgorithm",
  x.ids AS "secretIds", x.hashes AS "secretHashes", x.ends AS "secretEnds",
  g."id" AS "grantId", o.keys AS "scopes", o.audiences AS "scopeAudiences",
  w.audiences AS "jwtAudiences", w.algorithms AS "jwtAlgorithms",
  h."count" AS "failures", ${epoch('h."windowEndsAt"')} AS "failuresEndAt"
FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS q("key", "throttle", "n")
LEFT JOIN "Client" c ON c."key" = q."key"
LEFT JOIN "Api" rs ON rs."id" = c."resourceServerId"
LEFT JOIN LATERAL (
  SELECT array_agg(s."id") AS ids, array_agg(s."secretHash") AS hashes, array_agg(${epoch('s."expiresAt"')}) AS ends
  FROM "ClientSecret" s WHERE s."clientId" = c."id" AND s."revokedAt" IS NULL
) x ON true
LEFT JOIN "Grant" g ON g."clientId" = c."id" AND g."userId" IS NULL AND g."revokedAt" IS NULL
LEFT JOIN LATERAL (
  SELECT array_agg(s."key" ORDER BY a."createdAt", s."position", s."key") AS keys,
    array_agg(a."audience" ORDER BY a."createdAt", s."position", s."key") AS audiences
  ${offeredFrom('c."companyId"')} AND g."id" IS NOT NULL AND ${inGroup('c."permissionGroupId"')}
) o ON true
LEFT JOIN LATERAL (
  SELECT array_agg(a."audience" ORDER BY a."id") AS audiences, array_agg(a."signingAlgorithm" ORDER BY a."id") AS algorithms
  FROM "Api" a WHERE a."companyId" = c."companyId" AND a."tokenFormat" = 'jwt'
) w ON true
LEFT JOIN "Throttle" h ON h."key" = q."throttle"`;

export type ClientLookUp = { key: string; throttle: Buffer };

async function findAll(items: ClientLookUp[]): Promise<ClientRow[]> {
  const asked = new Map(items.map((item) => [`${item.throttle.toString("latin1")}${item.key}`, item]));
  const { pool } = await database();
  const distinct = [...asked.values()];
  const { rows } = await pool.query<ClientRow & { n: number }>({
    name: "oauth_client",
    text: CLIENT,
    values: [distinct.map(({ key }) => key), distinct.map(({ throttle }) => throttle)],
  });
  const byItem = new Map(rows.map((row) => [distinct[row.n - 1], row]));
  return items.map((item) => {
    const row = byItem.get(asked.get(`${item.throttle.toString("latin1")}${item.key}`));
    if (!row) throw new Error("a look-up gives one row for each question");
    return row;
  });
}

/** Everything that authenticating a client needs, in one statement that concurrent requests share. */
export const findClient = (asked: ClientLookUp): Promise<ClientRow> =>
  oncePerProcess("oauth-client", () => coalesced(findAll))(asked);

const PUBLIC_ORIGIN = `
SELECT EXISTS (
  SELECT FROM "Client" c, unnest(c."redirectUris") AS uri
  WHERE c."isPublic" AND c."disabledAt" IS NULL AND c."removedAt" IS NULL
    AND (uri = $1::text OR starts_with(uri, $1::text || '/') OR starts_with(uri, $1::text || '?'))
) AS "isKnown"`;

/** Whether a living public client is registered with an address at that origin. */
export async function isPublicOrigin(origin: string): Promise<boolean> {
  const { pool } = await database();
  const { rows } = await pool.query<{ isKnown: boolean }>({
    name: "oauth_origin",
    text: PUBLIC_ORIGIN,
    values: [origin],
  });
  return rows[0]?.isKnown ?? false;
}
