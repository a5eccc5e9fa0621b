// What the last run of the tests found, from the JSON reports that Vitest and Playwright leave behind.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {"passed" | "failed" | "skipped"} Result
 * @typedef {{ file: string, name: string, result: Result }} Executed
 */

/** Git leaves this folder out. */
export const RESULTS = ".local/results";

/** @param {string} status */
const ofVitest = (status) => (status === "passed" || status === "failed" ? status : "skipped");

/** A flaky test passed in the end, and has shown its row as little as it has shown the opposite: no retries are set. */
const OF_PLAYWRIGHT = /** @type {const} */ ({ expected: "passed", unexpected: "failed", flaky: "failed" });

/**
 * @param {any} suite
 * @param {string[]} above
 * @returns {Executed[]}
 */
function ofSuite(suite, above) {
  const own = suite.specs ?? [];
  return [
    ...own.flatMap((/** @type {any} */ spec) =>
      spec.tests.map((/** @type {any} */ test) => ({
        file: `e2e/${spec.file}`,
        name: [...above, spec.title].join(" "),
        result: OF_PLAYWRIGHT[/** @type {keyof typeof OF_PLAYWRIGHT} */ (test.status)] ?? "skipped",
      })),
    ),
    ...(suite.suites ?? []).flatMap((/** @type {any} */ inner) => ofSuite(inner, [...above, inner.title])),
  ];
}

/**
 * The tests of one report, whichever of the two wrote it.
 * @param {any} report
 * @param {string} root
 * @returns {Executed[]}
 */
export function executedIn(report, root) {
  // The outermost suite of Playwright is the file: its name is no part of the test's.
  if (report.suites) return report.suites.flatMap((/** @type {any} */ file) => ofSuite(file, []));
  return report.testResults.flatMap((/** @type {any} */ file) =>
    file.assertionResults.map((/** @type {any} */ test) => ({
      file: file.name.replace(`${root}/`, ""),
      name: test.fullName,
      result: ofVitest(test.status),
    })),
  );
}

/**
 * All reports that are there.
 * @param {string} root
 * @returns {{ reports: string[], executed: Executed[] }}
 */
export function lastResults(root) {
  const folder = join(root, RESULTS);
  const reports = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  const read = (/** @type {string} */ name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  return { reports: reports.sort(), executed: reports.flatMap((name) => executedIn(read(name), root)) };
}
