// What the tests need of a machine that has Node alone: the packages of Debian that bring it, and a PostgreSQL of their own.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const isRoot = process.getuid?.() === 0;

/** @param {string} text */
export const say = (text) => console.log(`\n── ${text}`);

/**
 * Runs a command in the repository to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, quiet?: boolean }} [options]
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? "pipe" : ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  return { ok: result.status === 0, output: `${result.stdout ?? ""}${result.stderr ?? ""}` };
}

/** @param {string[]} packages */
function install(packages) {
  const prefix = isRoot ? [] : ["sudo", "-n"];
  const apt = (/** @type {string[]} */ ...args) => {
    const [command = "apt-get", ...rest] = [...prefix, "apt-get", ...args];
    return run(command, rest, { env: { DEBIAN_FRONTEND: "noninteractive" }, quiet: true });
  };
  say(`installing ${packages.join(", ")} from Debian's packages`);
  apt("update");
  const { ok, output } = apt("install", "-y", "--no-install-recommends", ...packages);
  if (ok) return;
  const named = packages.join(", ");
  console.error(output.slice(-2000));
  console.error(`The tests need ${named}. Install them (Debian: apt-get install ${packages.join(" ")}) and run again.`);
  process.exit(1);
}

function postgresBin() {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(base, version, "bin")).find((dir) => existsSync(join(dir, "initdb")));
  return process.env.POSTGRES_BIN ?? found;
}

export const browser = () =>
  process.env.CHROMIUM_PATH ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const nginx = () => process.env.NGINX_PATH ?? ["/usr/sbin/nginx", "/usr/local/sbin/nginx"].find(existsSync);

const PROGRAMS = { chromium: browser, postgresql: postgresBin, nginx };

/**
 * Installs the programs that are missing, and the packages of Node where there are none yet; ends the process where that
 * cannot be done.
 * @param {(keyof typeof PROGRAMS)[]} programs by the names of Debian's packages
 */
export function requirePrograms(programs) {
  if (!existsSync(join(root, "node_modules", ".package-lock.json")) && !run("npm", ["ci"]).ok) process.exit(1);
  const missing = programs.filter((name) => !PROGRAMS[name]());
  if (missing.length > 0) install(missing);
}

/** What a database that is thrown away need not do: survive the loss of power. */
const SETTINGS = ["max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/**
 * A throw-away PostgreSQL on the loopback interface; it refuses to run as root, so there it runs as `postgres`.
 * @param {number} port
 * @param {string} scratch a folder that the caller removes
 */
export async function startPostgres(port, scratch) {
  const bin = postgresBin() ?? "";
  const dir = join(scratch, "pg");
  mkdirSync(dir, { mode: 0o700 });
  /** @type {(command: string, args: string[]) => [string, string[]]} */
  const as = (command, args) => (isRoot ? ["runuser", ["-u", "postgres", "--", command, ...args]] : [command, args]);
  if (isRoot) {
    run("chmod", ["755", scratch]);
    run("chown", ["postgres", dir]);
  }
  const initialise = ["-D", dir, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"];
  const made = run(...as(join(bin, "initdb"), initialise), { quiet: true });
  if (!made.ok) throw new Error(`PostgreSQL could not be initialised:\n${made.output}`);
  const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${dir}`, ...SETTINGS].flatMap((setting) => [
    "-c",
    setting,
  ]);
  const [command, args] = as(join(bin, "postgres"), ["-D", dir, "-p", String(port), ...settings]);
  const server = spawn(command, args, { stdio: "ignore" });
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (run(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { quiet: true }).ok)
      return { url, server };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("PostgreSQL did not start");
}
