import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "./lock.mjs";

let dir: string;
const path = () => join(dir, "lock");
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "postern-lock-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const DEAD = 2 ** 30;

const child = (code: string) =>
  new Promise<number | null>((resolve) => {
    const module = `import { withLock } from ${JSON.stringify(join(import.meta.dirname, "lock.mjs"))};`;
    const started = spawn(process.execPath, ["--input-type=module", "-e", module + code], { stdio: "ignore" });
    started.once("exit", resolve);
  });

describe("the lock of a folder", () => {
  it("lets one process work at a time, also after one that was killed", async () => {
    writeFileSync(path(), `${DEAD} ${hostname()} killed`);
    const log = JSON.stringify(join(dir, "log"));
    const work = `
      import { appendFileSync } from "node:fs";
      await withLock(${JSON.stringify(path())}, async () => {
        appendFileSync(${log}, "in\\n");
        await new Promise((resolve) => setTimeout(resolve, 30));
        appendFileSync(${log}, "out\\n");
      });`;
    expect(await Promise.all([1, 2, 3, 4].map(() => child(work)))).toEqual([0, 0, 0, 0]);
    expect(readFileSync(join(dir, "log"), "utf8")).toBe("in\nout\n".repeat(4));
    expect(existsSync(path())).toBe(false);
  });

  it("is given back when the work fails", async () => {
    await expect(withLock(path(), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await withLock(path(), () => "free")).toBe("free");
  });

  it("is taken over from another host only when that one gives no more sign of life", async () => {
    writeFileSync(path(), "1 another-host mark");
    let waited = 0;
    const waiting = withLock(path(), () => "mine", { onWait: () => void waited++ });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(waited).toBe(1);
    utimesSync(path(), new Date(0), new Date(0));
    expect(await waiting).toBe("mine");
  });
});
