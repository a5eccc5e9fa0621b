import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
const FOLDERS = ["app", "components", "lib"];
const LEFT_OUT = /^lib\/(generated|i18n\/messages)\//;

export type Import = {
  /** A file of ours by its path without extension (`lib/db/client`), or the name of a package. */
  to: string;
  /** Erased at build: it says that a shape is known, not that code is called. */
  isType: boolean;
  names: string[];
};

export type Source = { path: string; text: string; imports: Import[]; isTest: boolean };

/** `import … from "x"`, `export … from "x"`, `import "x"` and `import("x")`. */
const STATEMENT =
  /(?:^|\n)(?:import|export)\s+(type\s+)?([\w*{}\s,$]*?)\s*from\s+"([^"]+)"|(?:^|\n)import\s+"([^"]+)"|\bimport\("([^"]+)"\)/g;

function resolved(specifier: string, from: string): string {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : specifier;
}

function importsOf(text: string, path: string): Import[] {
  return [...text.matchAll(STATEMENT)].map(([, type, clause = "", from, bare, dynamic]) => {
    const all = clause.replace(/[{}]/g, ",").split(",");
    const parts = all.map((part) => part.trim()).filter(Boolean);
    const values = parts.filter((part) => !part.startsWith("type "));
    return {
      to: resolved(from ?? bare ?? dynamic ?? "", path),
      isType: type !== undefined || (parts.length > 0 && values.length === 0),
      names: values.map((part) => part.split(" as ")[0] ?? part),
    };
  });
}

/** Every source file of ours, with what it imports. */
export function readSources(): Source[] {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => posix.join(folder, path)),
  ).filter((path) => /\.tsx?$/.test(path) && !LEFT_OUT.test(path));
  return [...paths, "proxy.ts", "instrumentation.ts"].map((path) => {
    const text = readFileSync(join(ROOT, path), "utf8");
    return {
      path,
      text,
      imports: importsOf(text, path),
      isTest: /\.test\.tsx?$/.test(path) || path.startsWith("lib/testing/"),
    };
  });
}
