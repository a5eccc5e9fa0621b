// `npm run catalogue`: which row of docs/catalogue.md is shown by which test, from what the last `npm test` found.
//   -- --run      runs `npm test` first
//   -- --summary  the counts alone
//   -- --check    fails when a MUST of the server's own groups has no passed test and no reason why
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lastResults } from "./catalogue/results.mjs";
import { readCatalogue } from "./catalogue/rows.mjs";
import { linesOf, summaryOf } from "./catalogue/table.mjs";
import { owedOf, verdictsOf } from "./catalogue/verdict.mjs";

const root = join(import.meta.dirname, "..");
const options = new Set(process.argv.slice(2));

if (options.has("--run"))
  spawnSync(process.execPath, [join(import.meta.dirname, "test.mjs")], { cwd: root, stdio: "inherit" });

const catalogue = readCatalogue(readFileSync(join(root, "docs/catalogue.md"), "utf8"));
const { reports, executed } = lastResults(root);
const all = verdictsOf(catalogue, executed);
const lines = options.has("--summary") ? [] : [...linesOf(all.verdicts), ""];
console.log([...lines, ...summaryOf(all, reports)].join("\n"));
if (options.has("--check") && (owedOf(all.verdicts).length > 0 || all.unknown.length > 0)) process.exitCode = 1;
