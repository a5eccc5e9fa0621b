import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import pg, { type Pool } from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { prismaOver } from "@/lib/db/client";
import type { Database } from "@/lib/db/database";
import { openInMemory } from "@/lib/db/embedded";
import { inUtc } from "@/lib/db/server";
import { oncePerProcess } from "@/lib/runtime";

/**
 * A connection that ends with its database, which a test drops, is no fault: `pool.end()` does not wait for the server, so
 * both the pool and a client without one may hear of it later.
 */
export const endsWithDatabase = (pool: Pool): Pool =>
  pool.on("error", () => undefined).on("connect", (client) => void client.on("error", () => undefined));

async function serverCopy(url: string, template: string): Promise<{ pool: Pool; close: () => Promise<void> }> {
  const name = `postern_test_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const admin = new pg.Pool({ connectionString: url, max: 1 });
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const copy = new URL(url);
  copy.pathname = `/${name}`;
  const pool = endsWithDatabase(new pg.Pool({ connectionString: copy.href, max: 20, onConnect: inUtc }));
  const close = async () => {
    await pool.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { pool, close };
}

async function openCopy(): Promise<Database> {
  const url = process.env.TEST_DATABASE_URL;
  const template = inject("template");
  const { pool, close } = url
    ? await serverCopy(url, template)
    : await openInMemory(new Blob([readFileSync(template)]));
  return { pool, prisma: prismaOver(pool), close };
}

/**
 * A migrated, empty database for this test file, on whichever engine the run is for; `database()` answers with it.
 * @returns a function that gives it, once `beforeAll` ran
 */
export function testDatabase(): () => Database {
  let opened: Database | undefined;
  beforeAll(async () => {
    opened = await openCopy();
    const kept = opened;
    oncePerProcess("database", async () => kept);
  });
  afterAll(async () => {
    await opened?.close();
  });
  return () => {
    if (!opened) throw new Error("the database opens in beforeAll");
    return opened;
  };
}

/** Whether this run is on PostgreSQL: only there do concurrent transactions really overlap. */
export const isServer = (): boolean => process.env.TEST_DATABASE_URL !== undefined;
