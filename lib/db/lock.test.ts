import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { killChild, startChild } from "@/lib/testing/child";
import { isServer } from "@/lib/testing/database";
import { holdDirectory } from "./lock";

/** A lock knows no database; what starts processes runs in one of the two runs. */

const made: string[] = [];
const directory = (prefix = "postern-lock-"): string => {
  const path = mkdtempSync(join(tmpdir(), prefix));
  made.push(path);
  return path;
};
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});
const kindOf = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => "held",
    (error) => error.kind,
  );

it("lets the next one in once the holder let go", async () => {
  const path = directory();
  for (let round = 0; round < 3; round++) {
    const release = await holdDirectory(path);
    expect(await kindOf(holdDirectory(path))).toBe("directory_held");
    release();
  }
  expect(readdirSync(path)).toHaveLength(1);
});

it("gives a directory that a dead process left to exactly one of fifty at once", async () => {
  const path = directory();
  for (let round = 0; round < 3; round++) {
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => holdDirectory(path)));
    const won = tries.filter((result) => result.status === "fulfilled");
    expect(won).toHaveLength(1);
    won[0]?.value();
  }
});

it("never takes the place of a number that somebody took meanwhile", async () => {
  const path = directory();
  writeFileSync(join(path, ".lock.7"), "");
  const release = await holdDirectory(path);
  expect(readdirSync(path)).toEqual([".lock.8"]);
  release();
});

it("holds a directory whose path is too long for a socket", async () => {
  const path = directory(`postern-${"long-".repeat(20)}`);
  const release = await holdDirectory(path);
  expect(await kindOf(holdDirectory(path))).toBe("directory_held");
  release();
});

it("says that it cannot lock what is no directory", async () => {
  expect(await kindOf(holdDirectory(join(directory(), "missing")))).toBe("directory_not_writable");
});

it.skipIf(isServer())(
  "refuses a second process while the first lives, and admits it after kill -9",
  async () => {
    const path = directory();
    let holder = startChild("holder", { HELD_DIRECTORY: path });
    expect(await holder.line()).toBe("held");
    for (let round = 0; round < 5; round++) {
      expect(await kindOf(holdDirectory(path))).toBe("directory_held");
      await killChild(holder);
      holder = startChild("holder", { HELD_DIRECTORY: path });
      expect(await holder.line()).toBe("held");
    }
    holder.process.kill("SIGSTOP");
    expect(await kindOf(holdDirectory(path))).toBe("directory_held");
    await killChild(holder);
  },
  60_000,
);

it.skipIf(isServer())(
  "admits one of four processes that start at once",
  async () => {
    const path = directory();
    const children = Array.from({ length: 4 }, () => startChild("holder", { HELD_DIRECTORY: path }));
    const said = await Promise.all(children.map(({ line }) => line()));
    expect(said.sort()).toEqual(["directory_held", "directory_held", "directory_held", "held"]);
    await Promise.all(children.map(killChild));
  },
  60_000,
);
