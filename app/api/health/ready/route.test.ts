import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { GET as live } from "../live/route";
import { GET } from "./route";

const opened = testDatabase();
const call = (run = GET) => run(new Request("http://localhost:3000/api/health/ready"));

it("is ready with a migrated database, not ready with an older one", async () => {
  const good = await call();
  expect([good.status, await good.json()]).toEqual([
    200,
    { status: "ok", checks: { database: "ok", migrations: "ok" } },
  ]);
  await opened().pool.query(`UPDATE "_prisma_migrations" SET finished_at = NULL`);
  const old = await call();
  expect([old.status, await old.json()]).toMatchObject([503, { checks: { database: "ok", migrations: "failed" } }]);
});

it("names the failing check and nothing more when the database is down, while the process is alive", async () => {
  const { pool } = opened();
  const query = pool.query;
  pool.query = (async () => {
    throw new Error("password authentication failed for user postern");
  }) as unknown as typeof query;
  const [response, alive] = [await call(), await call(live)];
  pool.query = query;
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: "unavailable", checks: { database: "failed", migrations: "failed" } },
  ]);
  expect(alive.status).toBe(200);
});
