import "server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { oncePerProcess } from "@/lib/runtime";

/** 32 or more bytes of base64url, the newest first; the others are still accepted (rotation). */
const keyRing = z
  .string()
  .transform((value) => value.split(",").map((key) => Buffer.from(key.trim(), "base64url")))
  .refine(
    (keys) => keys.every((key) => key.length >= 32),
    "needs 32 random bytes as base64url (comma-separated: newest first)",
  );

/** Nothing in it is ever escaped, so that it has one spelling. */
const BASE = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*\/?$/;

const issuer = z
  .url()
  .refine(
    (value) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(value),
    "must be https, or http on localhost",
  )
  .refine((value) => {
    const { search, hash, pathname } = new URL(value);
    return !search && !hash && BASE.test(pathname);
  }, "must have no query, no fragment, and at most a path of letters, digits and - . _ ~")
  .transform((value) => {
    const { origin, pathname } = new URL(value);
    return pathname === "/" ? origin : `${origin}${pathname.replace(/\/$/, "")}`;
  });

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  /** The public address: issuer of every token, and beginning of every absolute URL. May have a path (`/auth`). */
  POSTERN_URL: issuer,
  /** PostgreSQL 15 or newer; without it the embedded database in DATA_DIR is used. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgresql://")
    .optional(),
  DATA_DIR: z.string().min(1).default("data"),
  /** Keys the hashes of every secret that is only compared. */
  POSTERN_HASH_KEY: keyRing,
  /** Encrypts the secrets that must be shown again. */
  POSTERN_ENCRYPTION_KEY: keyRing,
  /** Signs what next-auth keeps in its own cookies. */
  NEXTAUTH_SECRET: z.string().min(32, "needs at least 32 characters"),
  /** How many reverse proxies stand in front: the client's address is counted from the right of X-Forwarded-For. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** `off` leaves the protocol paths to Next's router too: only to compare the two ways. */
  POSTERN_FRONT: z.enum(["on", "off"]).default("on"),
  /** The day from which on the classic flow need not work any more: told in the `Sunset` of its answers (RFC 8594). */
  POSTERN_CLASSIC_SUNSET: z.iso
    .date({ error: "must be a day, as 2027-12-31", abort: true })
    .refine((day) => day > "2026-11-23", "must be after 2026-11-23, since when the flow is obsolete")
    .default("2027-12-31"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  /** `on` loads the sample companies at start. */
  POSTERN_DEMO: z.enum(["on", "off"]).default("off"),
  POSTERN_OWNER_EMAIL: z.string().optional(),
  POSTERN_OWNER_PASSWORD_FILE: z.string().optional(),
  POSTERN_COMPANY: z.string().optional(),
  POSTERN_BOOTSTRAP_TOKEN_FILE: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

type Given = Record<string, string>;

/** These can be read from a file that `<NAME>_FILE` names: so secrets come as mounts, not as environment. */
const FROM_FILE = ["POSTERN_HASH_KEY", "POSTERN_ENCRYPTION_KEY", "NEXTAUTH_SECRET", "DATABASE_URL"] as const;

function contentOf(path: string, setting: string, problems: string[]): string | undefined {
  try {
    const content = readFileSync(/* turbopackIgnore: true */ path, "utf8").trim();
    if (content === "") problems.push(`${setting}: ${path} is empty`);
    return content;
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    problems.push(`${setting}: cannot read ${path} (${reason})`);
    return undefined;
  }
}

function withFiles(given: Given): { given: Given; problems: string[] } {
  const problems: string[] = [];
  const merged = { ...given };
  for (const name of FROM_FILE) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    if (given[name] !== undefined) problems.push(`${name}: give ${name} or ${name}_FILE, not both`);
    else merged[name] = contentOf(path, `${name}_FILE`, problems) ?? "";
  }
  return { given: merged, problems };
}

const OWNER = ["POSTERN_OWNER_EMAIL", "POSTERN_OWNER_PASSWORD_FILE", "POSTERN_COMPANY"] as const;

/** The machine set-up needs all three: one that is missing would leave an open set-up page behind unnoticed. */
function ownerProblems(given: Given): string[] {
  const missing = OWNER.filter((name) => given[name] === undefined);
  return missing.length === 0 || missing.length === OWNER.length
    ? []
    : missing.map((name) => `${name}: needed beside the other POSTERN_OWNER_… and POSTERN_COMPANY settings`);
}

/** Every problem of the settings at once, one a line, or the settings. */
export function readEnv(source: Record<string, string | undefined>): { env: Env } | { problems: string[] } {
  // An empty value is an unset one: that is how `.env` files and container charts leave a setting out.
  const set = Object.entries(source).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const { given, problems } = withFiles(Object.fromEntries(set));
  const reported = new Set(problems.map((problem) => problem.split(/_FILE:|:/, 1)[0]));
  const parsed = schema.safeParse({ POSTERN_URL: `http://localhost:${given.PORT ?? 3000}`, ...given });
  for (const { path, message } of parsed.error?.issues ?? []) {
    const name = path.join(".");
    const isAbsent = given[name] === undefined;
    // A file that could not be read is said once, not again as the setting that is missing for it.
    if (!reported.has(name)) problems.push(`${name}: ${isAbsent ? "is needed and not set" : message}`);
  }
  problems.push(...ownerProblems(given));
  return parsed.success && problems.length === 0 ? { env: parsed.data } : { problems };
}

/** What has to be put right before this process can serve: nothing, or one line a problem. */
export function settingsProblems(): string[] {
  const result = readEnv(process.env);
  return "problems" in result ? result.problems : [];
}

/**
 * The checked settings of this process.
 * @throws Error that lists every problem, one a line
 */
export function env(): Env {
  return oncePerProcess("env", () => {
    const result = readEnv(process.env);
    if ("problems" in result) throw new Error(`These settings need attention:\n  ${result.problems.join("\n  ")}`);
    return result.env;
  });
}

/** The issuer identifier (RFC 8414 §2), without a trailing slash; every absolute URL of ours begins with it. */
export const issuerUrl = (): string => env().POSTERN_URL;

/** What a browser writes into `Origin` for a form of ours. */
export const publicOrigin = (): string => new URL(issuerUrl()).origin;

/** The path that everything of ours stands under: `/auth`, or nothing. */
export const basePath = (): string => issuerUrl().slice(publicOrigin().length);
