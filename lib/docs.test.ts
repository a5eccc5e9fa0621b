import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
].sort();

/** The page without its code: a bracket in a sample is no link, and `# a comment` no heading. */
const prose = (path: string): string => textOf(path).replace(/^```[\s\S]*?^```/gm, "");

/** Relative links and pictures. What has a scheme leads out of the repository. */
const linksOf = (path: string): string[] =>
  [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, to]) => (to && !/^[a-z]+:/i.test(to) ? [to] : []));

/** The anchors of a page, as GitHub makes them of its headings. */
const anchorsOf = (path: string): string[] =>
  [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

function isReached(from: string, link: string): boolean {
  const [file = "", anchor] = link.split("#");
  const to = file === "" ? from : relative(ROOT, join(ROOT, dirname(from), file));
  if (!existsSync(join(ROOT, to))) return false;
  return anchor === undefined || (statSync(join(ROOT, to)).isFile() && anchorsOf(to).includes(anchor));
}

describe("the documents", () => {
  it.each(PAGES)("%s links to what is there", (path) => {
    expect(linksOf(path).filter((link) => !isReached(path, link))).toEqual([]);
  });

  it("lists every decision, in order", () => {
    const records = PAGES.filter((path) => /^docs\/decisions\/\d/.test(path)).map((path) => path.slice(15));
    expect(linksOf("docs/decisions/README.md")).toEqual(records);
    expect(records.map((name) => Number(name.slice(0, 4)))).toEqual(records.map((_, index) => index + 1));
  });

  it.each(PAGES)("%s names only commands of package.json", (path) => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const named = [...textOf(path).matchAll(/npm run ([a-z][a-z:0-9]*)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("tell every setting that is read, and no other, in .env.example", () => {
    const source = textOf("lib/env.ts");
    const read = [...source.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name = ""]) => name);
    const fromFile = /FROM_FILE = \[([^\]]*)\]/.exec(source)?.[1]?.match(/[A-Z_]+/g) ?? [];
    expect(fromFile.length).toBeGreaterThan(0);
    const told = [...textOf(".env.example").matchAll(/^([A-Z_]+)=/gm)].map(([, name = ""]) => name);
    // Where to listen is for Next's own `start`; NODE_ENV is the script's to say.
    const wanted = [...read.filter((name) => name !== "NODE_ENV"), ...fromFile.map((name) => `${name}_FILE`)];
    expect(told.sort()).toEqual([...wanted, "PORT", "HOST"].sort());
  });

  it("name in the README no setting that does not exist", () => {
    const told = new Set([...textOf(".env.example").matchAll(/^([A-Z_]+)=/gm)].map(([, name = ""]) => name));
    const table = textOf("README.md").split("## Settings")[1]?.split("\n## ")[0] ?? "";
    const named = [...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !told.has(name))).toEqual([]);
  });
});
