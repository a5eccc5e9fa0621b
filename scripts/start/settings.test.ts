import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StartProblem } from "./problem.mjs";
import { addSettings, completeSettings, missingSecrets, portOf, SECRETS } from "./settings.mjs";

let root: string;
const path = () => join(root, ".env.local");
const mode = () => statSync(path()).mode & 0o777;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "postern-settings-"));
  for (const name of [...SECRETS, "DATABASE_URL", "DATA_DIR"]) vi.stubEnv(name, undefined);
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

describe("the settings file", () => {
  it("is made for its owner alone", () => {
    addSettings(path(), ["A=1"]);
    expect(readFileSync(path(), "utf8")).toBe("A=1\n");
    expect(mode()).toBe(0o600);
  });

  it("keeps what somebody wrote, with or without a last line break, and becomes private", () => {
    writeFileSync(path(), "# mine\nLOG_LEVEL=debug");
    chmodSync(path(), 0o644);
    addSettings(path(), ["A=1", "B=2"]);
    addSettings(path(), ["C=3"]);
    expect(readFileSync(path(), "utf8")).toBe("# mine\nLOG_LEVEL=debug\nA=1\nB=2\nC=3\n");
    expect(mode()).toBe(0o600);
  });
});

describe("missing secrets", () => {
  it("are what neither the environment nor a file that it names gives", () => {
    const given = { POSTERN_HASH_KEY: "x", POSTERN_ENCRYPTION_KEY_FILE: "/run/secrets/key", NEXTAUTH_SECRET: "" };
    expect(missingSecrets(given)).toEqual(["NEXTAUTH_SECRET"]);
  });

  it("are made at random, into the file and this process, and only once", () => {
    vi.stubEnv("NEXTAUTH_SECRET", "given by the environment");
    expect(completeSettings(root)).toEqual(["POSTERN_HASH_KEY", "POSTERN_ENCRYPTION_KEY"]);
    const [hash, encryption] = readFileSync(path(), "utf8").trim().split("\n");
    expect(hash).toBe(`POSTERN_HASH_KEY=${process.env.POSTERN_HASH_KEY}`);
    expect(encryption).toBe(`POSTERN_ENCRYPTION_KEY=${process.env.POSTERN_ENCRYPTION_KEY}`);
    expect(Buffer.from(process.env.POSTERN_HASH_KEY ?? "", "base64url")).toHaveLength(32);
    expect(process.env.POSTERN_HASH_KEY).not.toBe(process.env.POSTERN_ENCRYPTION_KEY);
    const before = readFileSync(path(), "utf8");
    expect(completeSettings(root)).toEqual([]);
    expect(readFileSync(path(), "utf8")).toBe(before);
  });

  it("are not made anew for a database that other keys have written", () => {
    mkdirSync(join(root, "data", "pg"), { recursive: true });
    expect(() => completeSettings(root)).toThrow(StartProblem);
    vi.stubEnv("POSTERN_HASH_KEY", "a");
    vi.stubEnv("POSTERN_ENCRYPTION_KEY", "b");
    expect(completeSettings(root)).toEqual(["NEXTAUTH_SECRET"]);
  });

  it("end the start with a sentence where the file can't be written", () => {
    mkdirSync(path());
    expect(() => completeSettings(root)).toThrow(/must be set in the environment/);
    expect(process.env.POSTERN_HASH_KEY).toBeUndefined();
  });
});

describe("the port", () => {
  it.each([
    [{}, 3000],
    [{ PORT: "" }, 3000],
    [{ PORT: "8080" }, 8080],
  ])("of %j is %i", (env, port) => {
    expect(portOf(env)).toBe(port);
  });

  it.each(["0", "65536", "3000x", "-1", "http", "1e3"])("is never made out of %j", (PORT) => {
    expect(() => portOf({ PORT })).toThrow(StartProblem);
  });
});
