// Holds every language to English: the same files, the same keys, the same arguments in each sentence. A missing or
// left-over key, a key that no source asks for, an ICU sentence that does not parse, or French punctuation that could
// wrap onto a line of its own, ends with 1, and so fails the build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@formatjs/icu-messageformat-parser";
import { unusedKeys } from "./i18n/unused-keys.mjs";

const top = join(import.meta.dirname, "..");
const root = join(top, "lib", "i18n", "messages");
const LITERAL_TYPES = new Set([0, 7]);
/** A plain space before a high sign or inside guillemets lets the sign wrap alone: French takes U+00A0 there. */
const WRAPS = / [:;?!»]|« /;
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
  if (entries.length === 0) problems.push(`${locale}/${file} holds no text`);
  return new Map(
    entries.map(([key, text]) => {
      if (!text.trim()) problems.push(`${locale}/${file}: ${key} is empty`);
      if (locale === "fr" && WRAPS.test(text)) problems.push(`${locale}/${file}: ${key} needs a no-break space`);
      try {
        return [key, [...argumentsOf(parse(text))].sort().join(",")];
      } catch (error) {
        problems.push(`${locale}/${file}: ${key} does not parse: ${error.message}`);
        return [key, null];
      }
    }),
  );
}

const isSource = (name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.startsWith("generated");
const sources = ["app", "components", "lib"].flatMap((folder) =>
  readdirSync(join(top, folder), { recursive: true })
    .filter(isSource)
    .map((name) => readFileSync(join(top, folder, name), "utf8")),
);

const files = readdirSync(join(root, "en")).sort();
const english = new Map(files.map((file) => [file, read("en", file)]));
for (const locale of readdirSync(root)) {
  const own = readdirSync(join(root, locale)).sort();
  for (const file of new Set([...files, ...own])) {
    if (!own.includes(file) || !files.includes(file)) {
      problems.push(`${locale}/${file}: ${own.includes(file) ? "not in English" : "missing"}`);
      continue;
    }
    if (locale === "en") continue;
    const keys = english.get(file);
    const other = read(locale, file);
    for (const [key, args] of keys) {
      if (!other.has(key)) problems.push(`${locale}/${file}: ${key} is missing`);
      else if (other.get(key) !== null && other.get(key) !== args)
        problems.push(`${locale}/${file}: ${key} has other arguments than English`);
    }
    for (const key of other.keys()) if (!keys.has(key)) problems.push(`${locale}/${file}: ${key} is not in English`);
  }
}
const keys = files.flatMap((file) => [...english.get(file).keys()].map((key) => `${file.slice(0, -5)}.${key}`));
for (const key of unusedKeys(keys, sources)) problems.push(`${key}: no source asks for it`);

for (const problem of problems) console.error(problem);
console.log(
  problems.length ? `${problems.length} problems in the texts` : `${files.length} files complete in every language`,
);
process.exitCode = problems.length ? 1 : 0;
