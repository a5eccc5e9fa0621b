// Which rows of the catalogue the executed tests have shown.

/**
 * @typedef {import("./rows.mjs").Row} Row
 * @typedef {import("./rows.mjs").Catalogue} Catalogue
 * @typedef {import("./results.mjs").Executed} Executed
 * @typedef {"passed" | "failed" | "skipped only" | "none" | "excepted"} State
 * @typedef {{ row: Row, state: State, tests: Executed[], reason: string | null }} Verdict
 */

/** The server's own groups: a MUST of these without a passed test is a fault, unless the page says why. */
const OWED = new Set([..."ABCDEFGHIJKLMNOPQRX"].concat("AA", "AC"));

/** `#12`, and `#12–#20` for all from the first to the last. */
const NAMED = /#(\d+)(?:[-–]#(\d+))?/g;

/**
 * The rows that a test's name says it shows.
 * @param {string} name
 * @returns {number[]}
 */
export const rowsNamed = (name) =>
  [...name.matchAll(NAMED)].flatMap(([, first, last = first]) =>
    Array.from({ length: Math.max(0, Number(last) - Number(first) + 1) }, (_, index) => Number(first) + index),
  );

/**
 * Passed only if a test with the row's number was executed and passed, and none failed, on whichever database.
 * @param {Executed[]} tests
 * @returns {Exclude<State, "excepted">}
 */
function stateOf(tests) {
  const results = new Set(tests.map(({ result }) => result));
  if (results.has("failed")) return "failed";
  if (results.has("passed")) return "passed";
  return results.has("skipped") ? "skipped only" : "none";
}

/**
 * @param {Catalogue} catalogue
 * @param {Executed[]} executed
 * @returns {{ verdicts: Verdict[], unknown: number[] }} `unknown`: numbers in tests' names that no row has
 */
export function verdictsOf({ rows, exceptions }, executed) {
  /** @type {Map<number, Executed[]>} */
  const byRow = new Map();
  for (const test of executed)
    for (const number of rowsNamed(test.name)) byRow.set(number, [...(byRow.get(number) ?? []), test]);
  const verdicts = rows.map((row) => {
    const tests = byRow.get(row.number) ?? [];
    const reason = exceptions.get(row.number) ?? null;
    const state = stateOf(tests);
    return { row, tests, reason, state: reason && state === "none" ? /** @type {const} */ ("excepted") : state };
  });
  const unknown = [...byRow.keys()].filter((number) => !rows[number - 1]);
  return { verdicts, unknown: unknown.sort((a, b) => a - b) };
}

/**
 * The MUSTs that are owed a test and have none that passed.
 * @param {Verdict[]} verdicts
 * @returns {Verdict[]}
 */
export const owedOf = (verdicts) =>
  verdicts.filter(
    ({ row, state }) => row.level === "M" && OWED.has(row.group) && state !== "passed" && state !== "excepted",
  );
