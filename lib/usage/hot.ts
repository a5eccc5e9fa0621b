import "server-only";
import { database } from "@/lib/db/database";

export type UseKind = "personal" | "grant" | "client" | "client_secret" | "legacy";

type Counted = { table: string; lastAt: string; keepsCaller?: true };

const TABLES: Record<UseKind, Counted> = {
  personal: { table: "PersonalToken", lastAt: "lastUsedAt" },
  grant: { table: "Grant", lastAt: "lastAccessAt" },
  client: { table: "Client", lastAt: "lastUsedAt" },
  client_secret: { table: "ClientSecret", lastAt: "lastUsedAt", keepsCaller: true },
  legacy: { table: "LegacyKey", lastAt: "lastUsedAt" },
};

/** Who made the last use: an earlier one that is written later changes nothing. */
const CALLER = `,
  "lastUsedIp" = CASE WHEN u."at" >= t."lastUsedAt" OR t."lastUsedAt" IS NULL THEN u."ip" ELSE t."lastUsedIp" END,
  "lastUsedAgent" = CASE WHEN u."at" >= t."lastUsedAt" OR t."lastUsedAt" IS NULL THEN u."agent" ELSE t."lastUsedAgent" END`;

/** Rows are locked in the order of their keys, so that two processes that count the same ones cannot block each other. */
function statementFor(kind: UseKind): string {
  const { table, lastAt, keepsCaller } = TABLES[kind];
  return `
UPDATE "${table}" t SET "${lastAt}" = GREATEST(t."${lastAt}", u."at"), "useCount" = t."useCount" + u."times"${keepsCaller ? CALLER : ""}
FROM (
  SELECT r."id", v."at", v."times", v."ip", v."agent"
  FROM unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::text[], $5::text[])
    AS v("id", "at", "times", "ip", "agent") JOIN "${table}" r ON r."id" = v."id"
  ORDER BY r."id" FOR NO KEY UPDATE OF r
) u WHERE t."id" = u."id"`;
}

/** Where a use came from. It is kept of client secrets alone. */
export type Caller = Readonly<{ ip: string | null; userAgent: string | null }>;
export type Uses = { id: string; at: Date; times: number; caller?: Caller };

/** Adds to the counts of many rows in one statement. The last use never goes backwards. */
export async function addUses(kind: UseKind, uses: Uses[]): Promise<void> {
  const { pool } = await database();
  await pool.query({
    name: `use_${kind}`,
    text: statementFor(kind),
    values: [
      uses.map(({ id }) => id),
      uses.map(({ at }) => at),
      uses.map(({ times }) => times),
      uses.map(({ caller }) => caller?.ip ?? null),
      uses.map(({ caller }) => caller?.userAgent ?? null),
    ],
  });
}
