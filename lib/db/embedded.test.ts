import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { minutes } from "@/lib/duration";
import { isServer } from "@/lib/testing/database";
import { clusterIn, ENGINE_MAJOR, ensureDataDirectory } from "./data-directory";
import { type Embedded, openEmbedded } from "./embedded";
import { SyncedFS } from "./synced-fs";
import { keepUp } from "./upkeep";

const kindOf = (run: () => unknown): Promise<string> =>
  (async () => run())().then(
    () => "opened",
    (error) => error.kind,
  );
const modeOf = (path: string): number => fs.statSync(path).mode & 0o777;

describe.skipIf(isServer())("the embedded database on disk", () => {
  const root = fs.mkdtempSync(join(tmpdir(), "postern-embedded-"));
  const data = join(root, "data");
  const synced = new Set<number>();
  /** The files of the first initialisation at the moment when it got its name, and those that were not on the disk. */
  const first = { files: 0, unsynced: [] as string[] };
  let opened: Embedded;

  beforeAll(async () => {
    const { fsyncSync, renameSync } = fs;
    vi.spyOn(fs, "fsyncSync").mockImplementation((handle) => {
      synced.add(fs.fstatSync(handle).ino);
      fsyncSync(handle);
    });
    vi.spyOn(fs, "renameSync").mockImplementation((from, to) => {
      if (String(to) === join(data, "pg")) {
        const all = fs.readdirSync(String(from), { recursive: true, encoding: "utf8" });
        first.files = all.length;
        first.unsynced = all.filter((name) => !synced.has(fs.statSync(join(String(from), name)).ino));
      }
      renameSync(from, to);
    });
    opened = await openEmbedded(ensureDataDirectory(data), () => undefined);
    vi.restoreAllMocks();
    await opened.pool.query("CREATE TABLE counted (id int)");
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    await opened.close();
    fs.rmSync(root, { recursive: true, force: true });
  });

  it("brings every file of the first initialisation to the disk before it counts", () => {
    expect(first.files).toBeGreaterThan(500);
    expect(first.unsynced).toEqual([]);
  });

  it("syncs once for every commit, and not for a read", async () => {
    const sync = vi.spyOn(fs, "fsyncSync");
    for (let i = 0; i < 50; i++) await opened.pool.query("INSERT INTO counted VALUES ($1)", [i]);
    expect(sync.mock.calls.length).toBeGreaterThanOrEqual(50);
    expect(sync.mock.calls.length).toBeLessThan(60);
    sync.mockClear();
    await opened.pool.query("SELECT count(*) FROM counted");
    expect(sync).not.toHaveBeenCalled();
  });

  it("keeps its files from everybody but their owner", () => {
    expect(modeOf(data)).toBe(0o700);
    expect(modeOf(join(data, "pg"))).toBe(0o700);
  });

  it("is the PostgreSQL that the directory says", async () => {
    const { rows } = await opened.pool.query("SELECT current_setting('server_version_num')::int / 10000 AS major");
    expect(rows[0]?.major).toBe(Number(ENGINE_MAJOR));
  });

  it("writes checkpoints and vacuums by itself", async () => {
    const statements: unknown[] = [];
    const query = opened.pool.query.bind(opened.pool);
    vi.spyOn(opened.pool, "query").mockImplementation(((text: string) => {
      statements.push(text);
      return query(text);
    }) as typeof opened.pool.query);
    const stop = keepUp(opened.pool, { checkpoint: 20, vacuum: 50 });
    const expected = new Set(["CHECKPOINT", "VACUUM (ANALYZE)"]);
    await vi.waitFor(() => expect(new Set(statements)).toEqual(expected), { timeout: 10_000 });
    stop();
    const { rows } = await query(
      "SELECT last_analyze IS NOT NULL AS analysed FROM pg_stat_user_tables WHERE relname = 'counted'",
    );
    expect(rows).toEqual([{ analysed: true }]);
  });

  it("ends a call that waits for its own transaction in an error, and goes on (#509)", async () => {
    opened.pool.options.connectionTimeoutMillis = 100;
    const client = await opened.pool.connect();
    await client.query("BEGIN");
    await expect(opened.pool.query("SELECT 1")).rejects.toThrow(/timeout/);
    await client.query("COMMIT");
    client.release();
    opened.pool.options.connectionTimeoutMillis = minutes(1);
    expect((await opened.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it("leaves nothing of one caller's session to the next connection", async () => {
    const client = await opened.pool.connect();
    await client.query("SET statement_timeout = 1234; BEGIN; CREATE TABLE half_done (id int)");
    client.release(true);
    const { rows } = await opened.pool.query(
      "SELECT current_setting('statement_timeout') AS t, to_regclass('half_done') AS r",
    );
    expect(rows).toEqual([{ t: "0", r: null }]);
  });

  it("answers many callers at once, each with their own rows", async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => opened.pool.query("SELECT $1::int AS mine, repeat('x', 20000)", [i])),
    );
    expect(answers.map(({ rows }) => rows[0]?.mine)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });
});

describe.skipIf(isServer())("the data directory", () => {
  const root = fs.mkdtempSync(join(tmpdir(), "postern-directory-"));
  afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
  const never = async (): Promise<void> => {
    throw new Error("initialised");
  };
  const cluster = (name: string, files: Record<string, string>): string => {
    const data = join(root, name);
    fs.mkdirSync(join(data, "pg"), { recursive: true });
    for (const [file, text] of Object.entries(files)) fs.writeFileSync(join(data, "pg", file), text);
    return data;
  };

  it("of another major version of PostgreSQL is refused", async () => {
    const data = cluster("old", { PG_VERSION: "17\n" });
    await expect(clusterIn(data, never)).rejects.toMatchObject({ kind: "other_major_version", message: /17.*18/ });
  });

  it("that lost its version is refused, and none of it is removed", async () => {
    const data = cluster("torn", { "pg_control.bak": "x" });
    expect(await kindOf(() => clusterIn(data, never))).toBe("damaged");
    expect(fs.readdirSync(join(data, "pg"))).toEqual(["pg_control.bak"]);
  });

  it("whose first initialisation was interrupted is initialised again", async () => {
    const data = join(root, "interrupted");
    const half = async (directory: string): Promise<void> => {
      fs.writeFileSync(join(directory, "PG_VERSION"), ENGINE_MAJOR);
      throw new Error("killed");
    };
    fs.mkdirSync(data);
    expect(await kindOf(() => clusterIn(data, half))).toBe("directory_not_writable");
    expect(fs.existsSync(join(data, "pg"))).toBe(false);
    const whole = async (directory: string): Promise<void> => {
      expect(fs.readdirSync(directory)).toEqual([]);
      fs.writeFileSync(join(directory, "PG_VERSION"), ENGINE_MAJOR);
    };
    await clusterIn(data, whole);
    expect(fs.readdirSync(data)).toEqual(["pg"]);
  });

  it("that cannot be made is refused", async () => {
    fs.writeFileSync(join(root, "file"), "");
    expect(await kindOf(() => ensureDataDirectory(join(root, "file", "data")))).toBe("directory_not_writable");
  });

  it("is not opened when its writes would not reach the disk", async () => {
    const data = ensureDataDirectory(join(root, "unsynced"));
    const unhooked = vi.spyOn(SyncedFS.prototype, "init").mockImplementation(NodeFS.prototype.init);
    expect(await kindOf(() => openEmbedded(data, () => undefined))).toBe("not_durable");
    unhooked.mockRestore();
  });

  it("with a damaged database is refused", async () => {
    const data = cluster("damaged", { PG_VERSION: ENGINE_MAJOR, "postgresql.conf": "" });
    expect(await kindOf(() => openEmbedded(data, () => undefined))).toBe("damaged");
  });
});
