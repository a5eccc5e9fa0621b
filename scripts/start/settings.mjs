import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, existsSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { StartProblem } from "./problem.mjs";

/** What is generated where it is missing. Everything else has a default or is nobody's to make up. */
export const SECRETS = ["POSTERN_HASH_KEY", "POSTERN_ENCRYPTION_KEY", "NEXTAUTH_SECRET"];
/** Without these, what a database holds can't be checked or opened any more. */
const KEYS_OF_THE_DATABASE = ["POSTERN_HASH_KEY", "POSTERN_ENCRYPTION_KEY"];

const isGiven = (name, env) => Boolean(env[name] || env[`${name}_FILE`]);

/** The secrets that neither the environment nor a file that it names gives. */
export const missingSecrets = (env) => SECRETS.filter((name) => !isGiven(name, env));

/**
 * Adds `lines` to the settings file: made if it is not there, for its owner alone, and never written over, so that what
 * somebody put into it stays as it is.
 */
export function addSettings(path, lines) {
  const file = openSync(path, "a", 0o600);
  try {
    // A file that was there may be readable to others, which does not become one that holds secrets.
    if (process.platform !== "win32" && (fstatSync(file).mode & 0o077) !== 0) chmodSync(path, 0o600);
    const before = readFileSync(path, "utf8");
    writeSync(file, `${before === "" || before.endsWith("\n") ? "" : "\n"}${lines.join("\n")}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Reads `.env.local` and its like into the process as Next does: what the environment already says wins. */
export function loadSettings(root, { dev }) {
  // An empty secret is a missing one: what a file says about it counts.
  for (const name of SECRETS) if (process.env[name] === "") delete process.env[name];
  const require = createRequire(join(root, "node_modules", "next", "package.json"));
  require("@next/env").loadEnvConfig(root, dev, console, true);
}

function requireNoOrphans(root, missing) {
  const lost = missing.filter((name) => KEYS_OF_THE_DATABASE.includes(name));
  const data = resolve(root, process.env.DATA_DIR || "data");
  if (lost.length === 0 || isGiven("DATABASE_URL", process.env) || !existsSync(join(data, "pg"))) return;
  throw new StartProblem(
    `${data} holds a database, but its ${lost.join(" and ")} cannot be found: new keys could not open what is in it. ` +
      `Put the settings back into .env.local, or move ${data} away to begin anew.`,
  );
}

/**
 * Makes the secrets that are missing, in `.env.local` and for this process.
 * @throws StartProblem when the file can't be written, or when a database of other keys is there
 */
export function completeSettings(root) {
  const missing = missingSecrets(process.env);
  if (missing.length === 0) return [];
  requireNoOrphans(root, missing);
  const made = missing.map((name) => [name, randomBytes(32).toString("base64url")]);
  const path = join(root, ".env.local");
  try {
    addSettings(
      path,
      made.map(([name, value]) => `${name}=${value}`),
    );
  } catch (error) {
    throw new StartProblem(
      `${missing.join(", ")} must be set in the environment (or as ${missing[0]}_FILE and so on), ` +
        `as ${path} cannot be written to (${error.code ?? error.message}).`,
    );
  }
  Object.assign(process.env, Object.fromEntries(made));
  console.log(`Made ${missing.join(", ")} in .env.local. Keep that file: what was issued stands and falls with it.`);
  return missing;
}

/**
 * The port to serve on.
 * @throws StartProblem when PORT is no port number
 */
export function portOf({ PORT = "" }) {
  const text = PORT.trim() || "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new StartProblem(`PORT is ${JSON.stringify(PORT)}: it must be a number from 1 to 65535.`);
  return port;
}
