import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isBuilt, stampOf } from "./build.mjs";
import { isInstalled } from "./packages.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "postern-build-"));
  write("package.json", "{}");
  write("app/page.tsx", "one");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const changes = (path: string, content = "x"): boolean => {
  const before = stampOf(root);
  write(path, content);
  return stampOf(root) !== before;
};

describe("the stamp of a build", () => {
  it.each([
    "app/page.tsx",
    "lib/i18n/messages/fr/common.json",
    "prisma/schema.prisma",
    "package-lock.json",
    "next.config.mjs",
    "proxy.ts",
  ])("changes with %s", (path) => {
    expect(changes(path)).toBe(true);
  });

  it.each([
    "lib/generated/prisma/client.ts",
    "lib/verify/verify.test.ts",
    "next-env.d.ts",
    "data/pg/PG_VERSION",
    ".env.local",
    ".next/BUILD_ID",
    "e2e/server.ts",
    "README.md",
  ])("does not change with %s", (path) => {
    expect(changes(path)).toBe(false);
  });

  it("changes when a file goes or is renamed, and not with its time alone", () => {
    const before = stampOf(root);
    utimesSync(join(root, "app/page.tsx"), new Date(0), new Date(0));
    expect(stampOf(root)).toBe(before);
    rmSync(join(root, "app/page.tsx"));
    write("app/other.tsx", "one");
    expect(stampOf(root)).not.toBe(before);
  });

  it("is believed only beside a finished build of the same sources", () => {
    write(".next/postern-stamp", stampOf(root));
    expect(isBuilt(root)).toBe(false);
    write(".next/BUILD_ID", "id");
    expect(isBuilt(root)).toBe(true);
    write("app/page.tsx", "two");
    expect(isBuilt(root)).toBe(false);
  });
});

describe("installed packages", () => {
  const lock = (packages: Record<string, unknown>) => JSON.stringify({ packages: { "": {}, ...packages } });
  const one = { version: "1.0.0", integrity: "sha512-a" };

  it("are those of the lock file, but for other platforms' own", () => {
    write("package-lock.json", lock({ "node_modules/a": one, "node_modules/mac": { ...one, optional: true } }));
    expect(isInstalled(root)).toBe(false);
    write("node_modules/.package-lock.json", lock({ "node_modules/a": one }));
    expect(isInstalled(root)).toBe(true);
  });

  it.each([
    ["another version", { ...one, version: "1.0.1" }],
    ["another content", { ...one, integrity: "sha512-b" }],
  ])("are not there with %s", (_, other) => {
    write("package-lock.json", lock({ "node_modules/a": one }));
    write("node_modules/.package-lock.json", lock({ "node_modules/a": other }));
    expect(isInstalled(root)).toBe(false);
  });

  it("are not there when an install was broken off", () => {
    write("package-lock.json", lock({ "node_modules/a": one }));
    write("node_modules/.package-lock.json", '{"packages": {');
    expect(isInstalled(root)).toBe(false);
  });
});
