// The catalogue for a terminal: a line a row, and what is to be said of all of them.
import { owedOf } from "./verdict.mjs";

/** @typedef {import("./verdict.mjs").Verdict} Verdict */

const WIDEST_REQUEST = 66;

/** @param {string} text */
const short = (text) => (text.length > WIDEST_REQUEST ? `${text.slice(0, WIDEST_REQUEST - 1)}…` : text);

/**
 * The tests' files, each once, with the number of its tests.
 * @param {Verdict} verdict
 */
function placesOf({ tests, state, reason }) {
  if (state === "excepted") return reason;
  const counts = new Map();
  for (const name of new Set(tests.map((test) => `${test.file}\n${test.name}`)))
    counts.set(name.split("\n")[0], (counts.get(name.split("\n")[0]) ?? 0) + 1);
  return [...counts].map(([file, count]) => (count > 1 ? `${file} ×${count}` : file)).join(", ");
}

/**
 * @param {Verdict[]} verdicts
 * @returns {string[]}
 */
export const linesOf = (verdicts) =>
  verdicts.map((verdict) => {
    const { number, level, request } = verdict.row;
    const head = `${`#${number}`.padStart(4)} ${level}  ${short(request).padEnd(WIDEST_REQUEST)}`;
    return `${head}  ${verdict.state.padEnd(12)}  ${placesOf(verdict)}`.trimEnd();
  });

/** @param {Verdict[]} some */
const numbered = (some) => some.map(({ row }) => `#${row.number}`).join(" ") || "none";

/**
 * @param {{ verdicts: Verdict[], unknown: number[] }} all
 * @param {string[]} reports
 * @returns {string[]}
 */
export function summaryOf({ verdicts, unknown }, reports) {
  const inState = (/** @type {string} */ state) => verdicts.filter((one) => one.state === state);
  const stale = verdicts.filter(({ reason, state }) => reason && state !== "excepted");
  return [
    `Catalogue: ${inState("passed").length} of ${verdicts.length} rows shown by a passed test, from ${reports.join(", ") || "no report: run npm test"}`,
    `  failed:       ${numbered(inState("failed"))}`,
    `  skipped only: ${numbered(inState("skipped only"))}`,
    `  excepted:     ${inState("excepted").length}, with the reasons in docs/catalogue.md`,
    `  no test:      ${inState("none").length}`,
    `  owed (a MUST of the server, neither passed nor excepted): ${numbered(owedOf(verdicts))}`,
    ...(stale.length > 0 ? [`  excepted, and tested all the same: ${numbered(stale)}`] : []),
    ...(unknown.length > 0 ? [`  named by tests, and no row: ${unknown.map((one) => `#${one}`).join(" ")}`] : []),
  ];
}
