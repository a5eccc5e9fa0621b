import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Child, killChild, startChild } from "@/lib/testing/child";
import { isServer } from "@/lib/testing/database";
import { openEmbedded } from "./embedded";

/** What is promised of the embedded database when its process ends the hard way; a server keeps its own promises. */
describe.skipIf(isServer())("the embedded database", () => {
  const data = mkdtempSync(join(tmpdir(), "postern-durability-"));
  const start = (env: Record<string, string> = {}): Child =>
    startChild("writer", { DATABASE_URL: "", DATA_DIR: data, ...env });
  const reopen = () => openEmbedded(data, () => undefined);

  beforeAll(async () => (await reopen()).close());
  afterAll(() => rmSync(data, { recursive: true, force: true }));

  async function readIds(child: Child, count: number): Promise<number[]> {
    const ids: number[] = [];
    while (ids.length < count) {
      const line = await child.line();
      if (line === null) break;
      if (/^\d+$/.test(line)) ids.push(Number(line));
    }
    return ids;
  }

  it("loses no acknowledged row and keeps no half transaction when it is killed while it writes (#515)", async () => {
    const acknowledged: number[] = [];
    for (let round = 0; round < 5; round++) {
      const child = start();
      acknowledged.push(...(await readIds(child, 40 + 25 * round)));
      await killChild(child);
    }
    const { pool, close } = await reopen();
    const { rows } = await pool.query<{ id: number; half: number | null }>("SELECT id, half FROM written");
    const kept = new Set(rows.map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(450);
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    const halves = rows.filter(({ id }) => id % 10 === 0);
    expect(halves.filter(({ id }) => !kept.has(-id))).toEqual([]);
    const throughIndex = await pool.query(
      "SET enable_seqscan = off; SELECT count(*)::int AS n FROM written WHERE id > -1000000",
    );
    const [, counted] = throughIndex as unknown as { rows: { n: number }[] }[];
    expect(counted?.rows[0]?.n).toBe(rows.length);
    await close();
  }, 60_000);

  it("ends the process when the disk takes no more, and the next start has every acknowledged row (#520)", async () => {
    const child = start({ FAIL_AFTER: "30", LOG_LEVEL: "fatal" });
    const acknowledged = await readIds(child, Number.POSITIVE_INFINITY);
    expect(await child.ended).toBe(1);
    expect(acknowledged).toHaveLength(30);
    const { pool, close } = await reopen();
    const { rows } = await pool.query("SELECT count(*)::int AS n FROM written WHERE id = ANY($1)", [acknowledged]);
    expect(rows[0]?.n).toBe(30);
    await close();
  }, 60_000);
});
