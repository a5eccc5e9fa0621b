// `npm test`: everything, on a machine that has Node alone. Brings what it needs (packages, a browser, PostgreSQL and
// nginx from Debian), runs the checks, the tests on PostgreSQL and those of the rooms on the embedded database too, and the journeys in a real browser on both, says which
// rows of the catalogue they have shown, and ends with one line that counts them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RESULTS } from "./catalogue/results.mjs";
import { embeddedTests } from "./testing/embedded-tests.mjs";
import { browser, requirePrograms, run, say, startPostgres } from "./testing/machine.mjs";

const scratch = mkdtempSync(join(tmpdir(), "postern-test-"));
const root = join(import.meta.dirname, "..");
const results = join(root, RESULTS);
const totals = { passed: 0, failed: 0 };
const started = Date.now();

function count(ok, what) {
  totals[ok ? "passed" : "failed"]++;
  if (!ok) console.error(`FAILED: ${what}`);
  return ok;
}

/** Runs one part and says how long it took. */
function timed(what, work) {
  say(what);
  const from = Date.now();
  const done = work();
  console.log(`   ${Math.round((Date.now() - from) / 1000)} s, ${Math.round((Date.now() - started) / 1000)} s in all`);
  return done;
}

/** A check that is one command: it counts as one test. */
const check = (what, command, args, options) => timed(what, () => count(run(command, args, options).ok, what));

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

/** `files`: parts of the names of those to run, all unless given. */
function unit(what, { name, env = {}, files = [] }) {
  timed(`unit, route and race tests on ${what}`, () => {
    const file = join(results, `vitest-${name}.json`);
    const args = ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...files];
    const { ok } = run("npx", args, { env });
    const failed = countReport(file, `the tests on ${what}`, ({ numPassedTests, numFailedTests }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
    }));
    if (!ok && failed === 0) count(false, `the tests on ${what} ended with an error`);
  });
}

/** `projects`: those of playwright.config.ts to run, all unless given. What a page looks like does not depend on the database. */
function journeys(what, { name, env = {}, projects = [] }) {
  timed(`journeys in Chromium on the production build, on ${what}`, () => {
    const file = join(results, `playwright-${name}.json`);
    const { ok } = run(
      "npx",
      ["playwright", "test", "--reporter=list,json", ...projects.map((project) => `--project=${project}`)],
      {
        env: { ...env, CHROMIUM_PATH: browser(), PLAYWRIGHT_JSON_OUTPUT_NAME: file },
      },
    );
    const failed = countReport(file, `the journeys on ${what}`, ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
    }));
    if (!ok && failed === 0) count(false, `the journeys on ${what} ended with an error`);
  });
}

requirePrograms(["chromium", "postgresql", "nginx"]);
// What an earlier run found says nothing of this one.
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

let postgres;
try {
  check("format and lint", "npx", ["biome", "check", "."]);
  check("texts in every language", "npm", ["run", "-s", "i18n:check"]);
  check("types", "npm", ["run", "-s", "typecheck"]);
  check("schema and migrations in step", "npm", ["run", "-s", "db:check"]);
  unit("the embedded database", { name: "embedded", files: embeddedTests(root) });
  postgres = await startPostgres(Number(process.env.POSTERN_TEST_PORT ?? 55_431), scratch);
  unit("PostgreSQL", { name: "postgresql", env: { TEST_DATABASE_URL: postgres.url } });
  if (check("production build", "npm", ["run", "-s", "build"])) {
    journeys("the embedded database", { name: "embedded" });
    journeys("PostgreSQL", {
      name: "postgresql",
      env: { E2E_DATABASE_URL: postgres.url },
      projects: ["set-up", "on-postgresql"],
    });
  }
} finally {
  postgres?.server.kill("SIGINT");
  rmSync(scratch, { recursive: true, force: true });
}

say("rows of the catalogue that these tests have shown");
run(process.execPath, [join(import.meta.dirname, "catalogue.mjs"), "--summary"]);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
