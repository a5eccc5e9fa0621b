import "server-only";
import type { Context } from "@/lib/context";
import { database } from "@/lib/db/database";
import { pendingMigrations } from "@/lib/db/pending";
import { json } from "@/lib/doors/answer";
import { seconds } from "@/lib/duration";
import { log } from "@/lib/log";

/** `/api/health/live`: the process answers. Asks nobody, so that a database in trouble gets no process killed. */
export const live = async (_ctx: Context, _request: Request): Promise<Response> => json({ status: "ok" });

const PATIENCE = seconds(2);

type Check = () => Promise<boolean>;

const CHECKS: Record<string, Check> = {
  database: async () => (await (await database()).pool.query("SELECT 1")).rowCount === 1,
  migrations: async () => (await pendingMigrations((await database()).pool)) === 0,
};

async function passes(name: string, check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("too late")), PATIENCE);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    log().error({ err: error, check: name }, "not ready");
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** `/api/health/ready`: whether calls can be answered now. 503 names the check that fails and tells nothing more. */
export async function ready(_ctx: Context, _request: Request): Promise<Response> {
  const results = await Promise.all(
    Object.entries(CHECKS).map(async ([name, check]) => [name, await passes(name, check)] as const),
  );
  const isReady = results.every(([, ok]) => ok);
  return json(
    {
      status: isReady ? "ok" : "unavailable",
      checks: Object.fromEntries(results.map(([name, ok]) => [name, ok ? "ok" : "failed"])),
    },
    isReady ? {} : { status: 503, headers: { "retry-after": "2" } },
  );
}
