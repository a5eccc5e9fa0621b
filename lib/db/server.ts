import "server-only";
import pg, { type Pool, type PoolConfig } from "pg";
import { seconds } from "@/lib/duration";
import { DatabaseProblem } from "./problem";

const OLDEST_MAJOR = 15;
const POOL_SIZE = 10;

type Failure = { kind: "sign_in_failed" | "no_such_database"; advice: string };

/** By SQLSTATE (PostgreSQL, appendix A). Everything else is a server that could not be reached. */
const FAILURES: Record<string, Failure> = {
  "28000": { kind: "sign_in_failed", advice: "Check the user in DATABASE_URL, and what pg_hba.conf allows it." },
  "28P01": { kind: "sign_in_failed", advice: "Check the user and the password in DATABASE_URL." },
  "3D000": { kind: "no_such_database", advice: "Create it (CREATE DATABASE), or correct its name in DATABASE_URL." },
};
const UNREACHABLE = "Check that the server runs and that the address in DATABASE_URL is right.";

/** Where the server is, without the user's name and password. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return "in DATABASE_URL";
  const { hostname, port, pathname, searchParams } = new URL(url);
  return `at ${hostname || searchParams.get("host") || "localhost"}:${port || "5432"}${pathname}`;
}

function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  // No password was given and the server asks for one: the client gives up before the server can name it.
  if (error.message.startsWith("SASL")) return FAILURES["28P01"];
  return "code" in error ? FAILURES[String(error.code)] : undefined;
}

/** A failed connection as a sentence: which server, what it or the network said, what to look at. */
export function connectionProblem(error: unknown, url: string): DatabaseProblem {
  const { kind, advice } = failureOf(error) ?? { kind: "unreachable" as const, advice: UNREACHABLE };
  const reason = error instanceof Error ? error.message || ("code" in error ? String(error.code) : "") : "";
  const said = reason ? ` (${reason})` : "";
  const verb = kind === "unreachable" ? "does not answer" : "refuses the connection";
  return new DatabaseProblem(kind, `The database server ${placeOf(url)} ${verb}${said}. ${advice}`, error);
}

/** @throws DatabaseProblem server_too_old */
export function requireVersion(versionNumber: number): void {
  const major = Math.floor(versionNumber / 10_000);
  if (major >= OLDEST_MAJOR) return;
  throw new DatabaseProblem(
    "server_too_old",
    `The database server runs PostgreSQL ${major}. Postern needs PostgreSQL ${OLDEST_MAJOR} or newer: upgrade the server, or name another one in DATABASE_URL.`,
  );
}

/**
 * Every connection speaks UTC, whatever the server, the database or the address says: Prisma's adapter writes instants
 * without an offset, which any other zone would shift.
 */
export const inUtc: NonNullable<PoolConfig["onConnect"]> = async (client) => {
  await client.query("SET TIME ZONE 'UTC'");
};

/**
 * A pool of connections to the PostgreSQL server at `url`, of which one was made and asked for its version.
 * Limits on waiting are set on each: a call ends in an error before its caller gives up.
 *
 * @throws DatabaseProblem unreachable, sign_in_failed, no_such_database, server_too_old
 */
export async function openServer(url: string): Promise<Pool> {
  let pool: Pool | undefined;
  try {
    pool = new pg.Pool({
      connectionString: url,
      max: POOL_SIZE,
      connectionTimeoutMillis: seconds(5),
      statement_timeout: seconds(15),
      idle_in_transaction_session_timeout: seconds(10),
      application_name: "postern",
      onConnect: inUtc,
    });
    const { rows } = await pool.query("SELECT current_setting('server_version_num')::int AS version");
    requireVersion(rows[0]?.version ?? 0);
    return pool;
  } catch (error) {
    await pool?.end();
    throw error instanceof DatabaseProblem ? error : connectionProblem(error, url);
  }
}
