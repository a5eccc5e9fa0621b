// Holds every language to English: the same files, the same keys, the same arguments in each sentence.
// A missing or left-over key, or an ICU sentence that does not parse, ends with 1, and so fails the build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@formatjs/icu-messageformat-parser";

const root = join(import.meta.dirname, "..", "lib", "i18n", "messages");
const LITERAL_TYPES = new Set([0, 7]);
const problems = [];

const flatten = (node, path = "") =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  );

function argumentsOf(elements, found = new Set()) {
  for (const element of elements) {
    if (LITERAL_TYPES.has(element.type)) continue;
    found.add(element.type === 8 ? `<${element.value}>` : element.value);
    for (const option of Object.values(element.options ?? {})) argumentsOf(option.value, found);
    if (element.children) argumentsOf(element.children, found);
  }
  return found;
}

function read(locale, file) {
  const entries = flatten(JSON.parse(readFileSync(join(root, locale, file), "utf8")));
  return new Map(
    entries.map(([key, text]) => {
      if (!text.trim()) problems.push(`${locale}/${file}: ${key} is empty`);
      try {
        return [key, [...argumentsOf(parse(text))].sort().join(",")];
      } catch (error) {
        problems.push(`${locale}/${file}: ${key} does not parse: ${error.message}`);
        return [key, null];
      }
    }),
  );
}

const files = readdirSync(join(root, "en")).sort();
for (const locale of readdirSync(root)) {
  const own = readdirSync(join(root, locale)).sort();
  for (const file of new Set([...files, ...own])) {
    if (!own.includes(file) || !files.includes(file)) {
      problems.push(`${locale}/${file}: ${own.includes(file) ? "not in English" : "missing"}`);
      continue;
    }
    const english = read("en", file);
    const other = read(locale, file);
    for (const [key, args] of english) {
      if (!other.has(key)) problems.push(`${locale}/${file}: ${key} is missing`);
      else if (other.get(key) !== null && other.get(key) !== args)
        problems.push(`${locale}/${file}: ${key} has other arguments than English`);
    }
    for (const key of other.keys()) if (!english.has(key)) problems.push(`${locale}/${file}: ${key} is not in English`);
  }
}

for (const problem of problems) console.error(problem);
console.log(
  problems.length ? `${problems.length} problems in the texts` : `${files.length} files complete in every language`,
);
process.exitCode = problems.length ? 1 : 0;
