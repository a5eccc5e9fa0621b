// The rows of docs/catalogue.md, as data: a page that people read is the one place where they stand.

/**
 * @typedef {{ number: number, group: string, level: "M" | "B" | "P", request: string, expected: string }} Row
 * @typedef {{ numbers: number[], reason: string }} Exception
 * @typedef {{ rows: Row[], exceptions: Map<number, string> }} Catalogue
 */

/** A bar inside a cell is escaped, or it would end the cell. */
const BAR = /(?<!\\)\|/;

/** @param {string} line */
const cellsOf = (line) =>
  line
    .split(BAR)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

/**
 * `240-243, 278`: every number that is meant.
 * @param {string} text
 * @returns {number[]}
 */
export function numbersOf(text) {
  return text.split(",").flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split(/[-–]/).map(Number);
    if (!Number.isInteger(first) || !Number.isInteger(last) || last < first) throw new Error(`no row numbers: ${text}`);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

const GROUP = /^### ([A-Z]{1,2})\. /;
const ROW = /^\| *\d+ *\| *[MBP] *\|/;
const EXCEPTIONS = "## Rows that are not shown by a test";

/**
 * @param {string} page
 * @returns {Row[]}
 */
function rowsOf(page) {
  let group = "";
  const rows = [];
  for (const line of page.split("\n")) {
    group = GROUP.exec(line)?.[1] ?? group;
    if (!ROW.test(line)) continue;
    const [number, level, request = "", expected = ""] = cellsOf(line);
    rows.push({ number: Number(number), group, level: /** @type {Row["level"]} */ (level), request, expected });
  }
  return rows;
}

/**
 * What stands in `page`, docs/catalogue.md.
 * @param {string} page
 * @returns {Catalogue}
 * @throws Error when a number stands there twice or none is in its place: rows are only ever added at the end
 */
export function readCatalogue(page) {
  const [body = "", tail = ""] = page.split(EXCEPTIONS);
  const rows = rowsOf(body);
  rows.forEach(({ number }, index) => {
    if (number !== index + 1) throw new Error(`row ${number} stands in the place of row ${index + 1}`);
  });
  const exceptions = new Map();
  for (const line of tail.split("\n").filter((one) => /^\| *\d/.test(one))) {
    const [numbers = "", reason = ""] = cellsOf(line);
    if (reason === "") throw new Error(`no reason is given for ${numbers}`);
    for (const number of numbersOf(numbers)) {
      if (!rows[number - 1]) throw new Error(`there is no row ${number}`);
      exceptions.set(number, reason);
    }
  }
  return { rows, exceptions };
}
