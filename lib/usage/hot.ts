import "server-only";
import { database } from "@/lib/db/database";

export type UseKind = "personal" | "grant" | "client" | "client_secret" | "legacy";

const TABLES: Record<UseKind, { table: string; lastAt: string; counts: boolean }> = {
  personal: { table: "PersonalToken", lastAt: "lastUsedAt", counts: true },
  grant: { table: "Grant", lastAt: "lastAccessAt", counts: true },
  client: { table: "Client", lastAt: "lastUsedAt", counts: true },
  client_secret: { table: "ClientSecret", lastAt: "lastUsedAt", counts: false },
  legacy: { table: "LegacyKey", lastAt: "lastUsedAt", counts: true },
};

/** Rows are locked in the order of their keys, so that two processes that count the same ones cannot block each other. */
function statementFor(kind: UseKind): string {
  const { table, lastAt, counts } = TABLES[kind];
  return `
UPDATE "${table}" t SET "${lastAt}" = GREATEST(t."${lastAt}", u."at")${counts ? ', "useCount" = t."useCount" + u."times"' : ""}
FROM (
  SELECT r."id", v."at", v."times"
  FROM unnest($1::uuid[], $2::timestamptz[], $3::bigint[]) AS v("id", "at", "times") JOIN "${table}" r ON r."id" = v."id"
  ORDER BY r."id" FOR NO KEY UPDATE OF r
) u WHERE t."id" = u."id"`;
}

export type Uses = { id: string; at: Date; times: number };

/** Adds to the counts of many rows in one statement. The last use never goes backwards. */
export async function addUses(kind: UseKind, uses: Uses[]): Promise<void> {
  const { pool } = await database();
  await pool.query({
    name: `use_${kind}`,
    text: statementFor(kind),
    values: [uses.map(({ id }) => id), uses.map(({ at }) => at), uses.map(({ times }) => times)],
  });
}
