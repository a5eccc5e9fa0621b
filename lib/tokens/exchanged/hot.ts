import "server-only";
import type { AuthorizationDetail } from "@/lib/apis/details";
import { database } from "@/lib/db/database";

/** What an exchanged token is made from, and whose end is its end. */
export type ParentKind = "access" | "personal";

const PARENTS: Record<ParentKind, string> = { access: "AccessToken", personal: "PersonalToken" };

/** The parent is named by the hash under which its row is stored, which is one of several that it may be stored under. */
const insertFrom = (parent: ParentKind): string => `
INSERT INTO "ExchangedToken" ("tokenHash", "id", "clientId", "companyId", "parentKind", "parentHash", "scopes", "audience",
  "details", "dpopJkt", "createdAt", "expiresAt")
SELECT $1::bytea, $2::uuid, $3::uuid, $4::uuid, '${parent}', p."tokenHash", $6::text[], $7::text[], $8::jsonb, $9::text,
  $10::timestamptz, $11::timestamptz
FROM "${PARENTS[parent]}" p WHERE p."tokenHash" = ANY($5::bytea[])`;

export type NewExchanged = {
  tokenHash: Buffer;
  id: string;
  clientId: string;
  companyId: string;
  parent: { kind: ParentKind; hashes: Buffer[] };
  scopes: string[];
  audience: string;
  details: readonly AuthorizationDetail[] | null;
  dpopJkt: string | null;
  createdAt: Date;
  expiresAt: Date;
};

/** Stores a token that stands on its parent. @returns false when the parent's row is gone */
export async function insertExchanged(token: NewExchanged): Promise<boolean> {
  const { pool } = await database();
  const { rowCount } = await pool.query({
    name: `token_exchange_${token.parent.kind}`,
    text: insertFrom(token.parent.kind),
    values: [
      token.tokenHash,
      token.id,
      token.clientId,
      token.companyId,
      token.parent.hashes,
      token.scopes,
      [token.audience],
      token.details && JSON.stringify(token.details),
      token.dpopJkt,
      token.createdAt,
      token.expiresAt,
    ],
  });
  return rowCount === 1;
}
