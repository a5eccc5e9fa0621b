// `npm test`: everything, on a machine that has Node alone. Brings what it needs (packages, a browser, PostgreSQL and
// nginx from Debian), runs the checks, the tests on both databases and the journeys in a real browser on both, and ends
// with one line that counts them.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "postern-test-"));
const totals = { passed: 0, failed: 0 };
const isRoot = process.getuid?.() === 0;

const say = (text) => console.log(`\n── ${text}`);

function run(command, args, { env = {}, quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? "pipe" : ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  return { ok: result.status === 0, output: `${result.stdout ?? ""}${result.stderr ?? ""}` };
}

function count(ok, what) {
  totals[ok ? "passed" : "failed"]++;
  if (!ok) console.error(`FAILED: ${what}`);
  return ok;
}

/** A check that is one command: it counts as one test. */
const check = (what, command, args, options) => {
  say(what);
  return count(run(command, args, options).ok, what);
};

function install(packages) {
  const prefix = isRoot ? [] : ["sudo", "-n"];
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, "apt-get", ...args];
    return run(command, rest, { env: { DEBIAN_FRONTEND: "noninteractive" }, quiet: true });
  };
  say(`installing ${packages.join(", ")} from Debian's packages`);
  apt("update");
  const { ok, output } = apt("install", "-y", "--no-install-recommends", ...packages);
  if (!ok) {
    console.error(output.slice(-2000));
    console.error(
      `The tests need ${packages.join(", ")}. Install them (Debian: apt-get install ${packages.join(" ")}) and run again.`,
    );
    process.exit(1);
  }
}

function postgresBin() {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(base, version, "bin")).find((dir) => existsSync(join(dir, "initdb")));
  return process.env.POSTGRES_BIN ?? found;
}

const browser = () =>
  process.env.CHROMIUM_PATH ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const nginx = () => process.env.NGINX_PATH ?? ["/usr/sbin/nginx", "/usr/local/sbin/nginx"].find(existsSync);

/** A throw-away PostgreSQL on the loopback interface; it refuses to run as root, so there it runs as `postgres`. */
async function startPostgres(port) {
  const bin = postgresBin();
  const dir = join(scratch, "pg");
  mkdirSync(dir, { mode: 0o700 });
  const as = (command, args) => (isRoot ? ["runuser", ["-u", "postgres", "--", command, ...args]] : [command, args]);
  if (isRoot) {
    run("chmod", ["755", scratch]);
    run("chown", ["postgres", dir]);
  }
  const [init, initArgs] = as(join(bin, "initdb"), [
    "-D",
    dir,
    "-A",
    "trust",
    "-U",
    "postgres",
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
  ]);
  const made = run(init, initArgs, { quiet: true });
  if (!made.ok) throw new Error(`PostgreSQL could not be initialised:\n${made.output}`);
  const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${dir}`, "max_connections=200"].flatMap(
    (setting) => ["-c", setting],
  );
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

function countReport(file, what, read) {
  try {
    const { passed, failed } = read(JSON.parse(readFileSync(file, "utf8")));
    totals.passed += passed;
    totals.failed += failed;
    return failed;
  } catch {
    count(false, `${what} left no report`);
    return 1;
  }
}

function unit(what, env = {}) {
  say(`unit, route and race tests on ${what}`);
  const file = join(scratch, `vitest-${what}.json`);
  const args = ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { ok } = run("npx", args, { env });
  const failed = countReport(file, `the tests on ${what}`, ({ numPassedTests, numFailedTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
  }));
  if (!ok && failed === 0) count(false, `the tests on ${what} ended with an error`);
}

/** `projects`: those of playwright.config.ts to run, all unless given. What a page looks like does not depend on the database. */
function journeys(what, { env = {}, projects = [] } = {}) {
  say(`journeys in Chromium on the production build, on ${what}`);
  const file = join(scratch, `playwright-${what}.json`);
  const { ok } = run(
    "npx",
    ["playwright", "test", "--reporter=list,json", ...projects.map((name) => `--project=${name}`)],
    {
      env: { ...env, CHROMIUM_PATH: browser(), PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    },
  );
  const failed = countReport(file, `the journeys on ${what}`, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
  }));
  if (!ok && failed === 0) count(false, `the journeys on ${what} ended with an error`);
}

if (!existsSync(join(root, "node_modules", ".package-lock.json")) && !run("npm", ["ci"]).ok) process.exit(1);
const missing = [!browser() && "chromium", !postgresBin() && "postgresql", !nginx() && "nginx"].filter(Boolean);
if (missing.length > 0) install(missing);

let postgres;
try {
  check("format and lint", "npx", ["biome", "check", "."]);
  check("texts in every language", "npm", ["run", "-s", "i18n:check"]);
  check("types", "npm", ["run", "-s", "typecheck"]);
  check("schema and migrations in step", "npm", ["run", "-s", "db:check"]);
  unit("the embedded database");
  postgres = await startPostgres(55_431);
  unit("PostgreSQL", { TEST_DATABASE_URL: postgres.url });
  if (check("production build", "npm", ["run", "-s", "build"])) {
    journeys("the embedded database");
    journeys("PostgreSQL", {
      env: { E2E_DATABASE_URL: postgres.url },
      projects: ["set-up", "desktop", "no-javascript"],
    });
  }
} finally {
  postgres?.server.kill("SIGINT");
  rmSync(scratch, { recursive: true, force: true });
}

console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
