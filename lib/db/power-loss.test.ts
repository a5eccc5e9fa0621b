import fs from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { isServer } from "@/lib/testing/database";
import { openEmbedded } from "./embedded";

const ROUNDS = 4;
const COMMITS = 40;

/**
 * A disk that forgets at a power cut what was never synced. It stands beside the real directory and gets a file's bytes
 * when that file is synced, and a directory's removals when that directory is; where file handles have names, on Linux.
 */
function forgetfulDisk(real: string, shadow: string): () => void {
  fs.cpSync(real, shadow, { recursive: true });
  const spy = vi.spyOn(fs, "fsyncSync").mockImplementation((handle) => {
    const path = fs.readlinkSync(`/proc/self/fd/${handle}`);
    const copy = join(shadow, relative(real, path));
    if (!path.startsWith(real) || path.endsWith(" (deleted)")) return;
    if (!fs.fstatSync(handle).isDirectory()) {
      fs.mkdirSync(join(copy, ".."), { recursive: true });
      fs.copyFileSync(path, copy);
      return;
    }
    fs.mkdirSync(copy, { recursive: true });
    const kept = new Set(fs.readdirSync(path));
    for (const name of fs.readdirSync(copy)) if (!kept.has(name)) fs.rmSync(join(copy, name), { recursive: true });
  });
  return () => spy.mockRestore();
}

describe.skipIf(isServer() || process.platform !== "linux")("the embedded database at a power cut", () => {
  const root = fs.mkdtempSync(join(tmpdir(), "postern-power-"));
  afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

  async function write(data: string, acknowledged: number[]): Promise<void> {
    const { pool, close } = await openEmbedded(data, () => undefined);
    await pool.query("CREATE TABLE IF NOT EXISTS written (id int PRIMARY KEY, version int DEFAULT 0, filler text)");
    const { rows } = await pool.query("SELECT id FROM written");
    expect(acknowledged.filter((id) => !rows.some((row) => row.id === id))).toEqual([]);
    const after = join(root, `after-${acknowledged.length}`);
    fs.mkdirSync(after);
    const restore = forgetfulDisk(join(data, "pg"), join(after, "pg"));
    for (let i = 0; i < COMMITS; i++) {
      const id = acknowledged.length + 1;
      await pool.query("INSERT INTO written (id, filler) VALUES ($1, repeat(md5(random()::text), 40))", [id]);
      acknowledged.push(id);
      if (i % 4 === 1) await pool.query("UPDATE written SET version = version + 1 WHERE id <= $1", [id]);
      if (i === 15) await pool.query("CHECKPOINT");
      if (i === 25) await pool.query("VACUUM written");
    }
    restore();
    await pool.query("DROP TABLE written");
    await close();
    fs.renameSync(after, join(root, "next"));
  }

  it("loses nothing that was acknowledged: recovery from the synced bytes alone finds every row (#521)", async () => {
    const acknowledged: number[] = [];
    let data = join(root, "start");
    fs.mkdirSync(data);
    for (let round = 0; round < ROUNDS; round++) {
      await write(data, acknowledged);
      data = join(root, `round-${round}`);
      fs.renameSync(join(root, "next"), data);
    }
    const { pool, close } = await openEmbedded(data, () => undefined);
    const { rows } = await pool.query("SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM written");
    expect(rows[0]).toEqual({ n: ROUNDS * COMMITS, ids: ROUNDS * COMMITS });
    await close();
  }, 60_000);
});
