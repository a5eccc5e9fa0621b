import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openInMemory } from "../db/embedded";
import { migrate, readMigrations } from "../db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** The file with a migrated embedded database, or the name of a migrated database on the server of TEST_DATABASE_URL. */
    template: string;
  }
}

const migrations = () => readMigrations(join(import.meta.dirname, "../../prisma/migrations"));

async function onServer(url: string, run: (admin: pg.Pool) => Promise<unknown>): Promise<void> {
  const admin = new pg.Pool({ connectionString: url, max: 1 });
  await run(admin).finally(() => admin.end());
}

async function serverTemplate(url: string, name: string): Promise<void> {
  await onServer(url, (admin) => admin.query(`CREATE DATABASE ${name}`));
  const template = new URL(url);
  template.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: template.href, max: 1 });
  await migrate(pool, migrations());
  await pool.end();
}

/** Migrates one template a run; each test file starts from a copy of it. */
export default async function setup(project: TestProject): Promise<() => void | Promise<void>> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) {
    const name = `postern_template_${process.pid}`;
    await serverTemplate(url, name);
    project.provide("template", name);
    return () => onServer(url, (admin) => admin.query(`DROP DATABASE ${name}`));
  }
  const dir = mkdtempSync(join(tmpdir(), "postern-template-"));
  const file = join(dir, "template.tar");
  const { pool, dump, close } = await openInMemory();
  await migrate(pool, migrations());
  writeFileSync(file, Buffer.from(await (await dump()).arrayBuffer()));
  await close();
  project.provide("template", file);
  return () => rmSync(dir, { recursive: true, force: true });
}
