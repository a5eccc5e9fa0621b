import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate, readMigrations } from "../db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** A dump of a migrated embedded database, or null when TEST_DATABASE_URL names a server. */
    template: string | null;
  }
}

const migrations = () => readMigrations(join(import.meta.dirname, "../../prisma/migrations"));

async function serverTemplate(url: string): Promise<void> {
  const admin = new pg.Pool({ connectionString: url, max: 1 });
  await admin.query("DROP DATABASE IF EXISTS postern_template");
  await admin.query("CREATE DATABASE postern_template");
  await admin.end();
  const template = new URL(url);
  template.pathname = "/postern_template";
  const pool = new pg.Pool({ connectionString: template.href, max: 1 });
  await migrate(pool, migrations());
  await pool.end();
}

/** Migrates one template a run; each test file starts from a copy of it. */
export default async function setup(project: TestProject): Promise<() => void> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) {
    await serverTemplate(url);
    project.provide("template", null);
    return () => {};
  }
  const dir = mkdtempSync(join(tmpdir(), "postern-template-"));
  const file = join(dir, "template.tar");
  const db = await PGlite.create({ startParams: [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"] });
  for (const { sql } of migrations()) await db.exec(sql);
  writeFileSync(file, Buffer.from(await (await db.dumpDataDir("none")).arrayBuffer()));
  await db.close();
  project.provide("template", file);
  return () => rmSync(dir, { recursive: true, force: true });
}
