import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "./env";

const KEY = Buffer.alloc(32, 7).toString("base64url");
const OTHER = Buffer.alloc(32, 9).toString("base64url");
const GOOD = { POSTERN_HASH_KEY: KEY, POSTERN_ENCRYPTION_KEY: KEY, NEXTAUTH_SECRET: "s".repeat(32) };

const problemsOf = (source: Record<string, string | undefined>): string[] => {
  const result = readEnv(source);
  return "problems" in result ? result.problems : [];
};
const settingsOf = (source: Record<string, string | undefined>) => {
  const result = readEnv(source);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result.env;
};
const named = (problems: string[]): string[] => problems.map((problem) => problem.split(":", 1)[0] ?? "").sort();

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "postern-env-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const fileWith = (name: string, content: string): string => {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
};

describe("settings", () => {
  it("name a day for the end of the classic flow, or the documented one", () => {
    expect(settingsOf(GOOD).POSTERN_CLASSIC_SUNSET).toBe("2027-12-31");
    expect(settingsOf({ ...GOOD, POSTERN_CLASSIC_SUNSET: "2027-03-01" }).POSTERN_CLASSIC_SUNSET).toBe("2027-03-01");
    for (const wrong of ["soon", "2027-13-01", "01.03.2027", "2026-11-23"])
      expect(named(problemsOf({ ...GOOD, POSTERN_CLASSIC_SUNSET: wrong }))).toEqual(["POSTERN_CLASSIC_SUNSET"]);
  });

  it("lists every problem at once (#389, #527)", () => {
    const source = {
      NEXTAUTH_SECRET: "short",
      POSTERN_ENCRYPTION_KEY: "short",
      DATABASE_URL: "mysql://host/db",
      POSTERN_URL: "http://auth.example.com/path?x",
      LOG_LEVEL: "loud",
    };
    expect(new Set(named(problemsOf(source)))).toEqual(
      new Set([
        "POSTERN_HASH_KEY",
        "POSTERN_ENCRYPTION_KEY",
        "NEXTAUTH_SECRET",
        "DATABASE_URL",
        "POSTERN_URL",
        "LOG_LEVEL",
      ]),
    );
  });

  it("never repeats a value: it may be a secret", () => {
    const said = problemsOf({ ...GOOD, NEXTAUTH_SECRET: "hunter2", DATABASE_URL: "mysql://me:hunter2@host/db" });
    expect(said).toHaveLength(2);
    expect(said.join()).not.toContain("hunter2");
  });

  it("takes an empty value for an unset one", () => {
    expect(settingsOf({ ...GOOD, DATABASE_URL: "", LOG_LEVEL: "" })).toMatchObject({ LOG_LEVEL: "info" });
    expect(named(problemsOf({ ...GOOD, POSTERN_HASH_KEY: "" }))).toEqual(["POSTERN_HASH_KEY"]);
  });

  it("takes the local address with the port that is served for the public one, until told otherwise", () => {
    expect(settingsOf(GOOD).POSTERN_URL).toBe("http://localhost:3000");
    expect(settingsOf({ ...GOOD, PORT: "4000" }).POSTERN_URL).toBe("http://localhost:4000");
    expect(settingsOf({ ...GOOD, PORT: "4000", POSTERN_URL: "https://auth.example.com/" }).POSTERN_URL).toBe(
      "https://auth.example.com",
    );
  });

  it("takes an address with a path that has one spelling, and no plain http but on this machine", () => {
    for (const path of ["//a", "/a/../b", "/a b", "/%61", "/a?x", "/a#x", "/.well-known"])
      expect([path, named(problemsOf({ ...GOOD, POSTERN_URL: `https://example.com${path}` }))]).toEqual([
        path,
        path === "/a/../b" ? [] : ["POSTERN_URL"],
      ]);
    expect(named(problemsOf({ ...GOOD, POSTERN_URL: "http://auth.example.com" }))).toEqual(["POSTERN_URL"]);
    expect(settingsOf({ ...GOOD, POSTERN_URL: "http://127.0.0.1:8080" }).POSTERN_URL).toBe("http://127.0.0.1:8080");
  });

  it("reads secrets and the database address from files, without their last line break", () => {
    const { POSTERN_HASH_KEY: _, ...rest } = GOOD;
    const env = settingsOf({
      ...rest,
      POSTERN_HASH_KEY_FILE: fileWith("hash", `${KEY},${OTHER}\n`),
      DATABASE_URL_FILE: fileWith("url", "postgresql://host/db\n"),
    });
    expect(env.POSTERN_HASH_KEY.map((key) => key.toString("base64url"))).toEqual([KEY, OTHER]);
    expect(env.DATABASE_URL).toBe("postgresql://host/db");
  });

  it("refuses a file that cannot be read, is empty, or stands beside the value, once each", () => {
    const { POSTERN_HASH_KEY: _, POSTERN_ENCRYPTION_KEY: __, ...rest } = GOOD;
    const problems = problemsOf({
      ...rest,
      POSTERN_HASH_KEY_FILE: join(dir, "missing"),
      POSTERN_ENCRYPTION_KEY_FILE: fileWith("empty", "\n"),
      NEXTAUTH_SECRET_FILE: fileWith("both", "s".repeat(32)),
    });
    expect(named(problems)).toEqual(["NEXTAUTH_SECRET", "POSTERN_ENCRYPTION_KEY_FILE", "POSTERN_HASH_KEY_FILE"]);
  });

  it("refuses half a machine set-up: the page would stay open unnoticed", () => {
    expect(named(problemsOf({ ...GOOD, POSTERN_OWNER_EMAIL: "owner@example.com" }))).toEqual([
      "POSTERN_COMPANY",
      "POSTERN_OWNER_PASSWORD_FILE",
    ]);
  });
});
