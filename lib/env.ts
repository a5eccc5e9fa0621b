import "server-only";
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

const issuer = z
  .url()
  .refine(
    (value) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(value),
    "must be https, or http on localhost",
  )
  .refine((value) => {
    const { search, hash, pathname } = new URL(value);
    return !search && !hash && pathname === "/";
  }, "must have no path, query or fragment")
  .transform((value) => new URL(value).origin);

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  /** The public address: issuer of every token, and origin of every absolute URL. */
  POSTERN_URL: issuer.default("http://localhost:3000"),
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
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  POSTERN_OWNER_EMAIL: z.string().optional(),
  POSTERN_OWNER_PASSWORD_FILE: z.string().optional(),
  POSTERN_COMPANY: z.string().optional(),
  POSTERN_BOOTSTRAP_TOKEN_FILE: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

/** Every problem of the settings at once, one a line, or the settings. */
export function readEnv(source: Record<string, string | undefined>): { env: Env } | { problems: string[] } {
  // An empty value is an unset one: that is how `.env` files and container charts leave a setting out.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return { env: parsed.data };
  return { problems: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) };
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

/** The issuer identifier (RFC 8414 §2), without a trailing slash; also the origin of every absolute URL. */
export const issuerUrl = (): string => env().POSTERN_URL;
