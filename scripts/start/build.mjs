import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bin, run } from "./command.mjs";

const FOLDERS = ["app", "components", "docs", "lib", "prisma", "public"];
const ROOT_FILE = /\.(ts|mts|mjs|js|json|css)$/;
/** Not part of what is served: tests, tools, and what a build or `prisma generate` writes itself. */
const LEFT_OUT = /(^|\/)(lib\/generated|lib\/testing)(\/|$)|\.test\.tsx?$|^(next-env|biome|vitest|playwright)\b/;

function filesUnder(root, folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (LEFT_OUT.test(name)) return [];
    return entry.isDirectory() ? filesUnder(root, name) : [name];
  });
}

/** A hash over everything that a build is made of, names, contents and base path: two equal trees have equal stamps. */
export function stampOf(root) {
  const atRoot = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && ROOT_FILE.test(entry.name) && !LEFT_OUT.test(entry.name))
    .map(({ name }) => name);
  const files = [...atRoot, ...FOLDERS.flatMap((folder) => filesUnder(root, folder))].sort();
  const stamp = createHash("sha256");
  // A build is made for the path that everything stands under (next.config.mjs).
  if (URL.canParse(process.env.POSTERN_URL ?? "")) stamp.update(new URL(process.env.POSTERN_URL).pathname);
  for (const file of files) {
    const content = readFileSync(join(root, file));
    stamp.update(`${file}\0${content.length}\0`).update(content);
  }
  return stamp.digest("hex");
}

const stampFile = (root) => join(root, ".next", "postern-stamp");

/** Whether `.next` holds a finished build of these very sources. */
export function isBuilt(root) {
  if (!existsSync(join(root, ".next", "BUILD_ID")) || !existsSync(stampFile(root))) return false;
  return readFileSync(stampFile(root), "utf8") === stampOf(root);
}

/** The client of the database schema: generated at install, and again whenever the schema may have changed. */
export const generate = (root) =>
  run(bin("prisma/build/index.js", "generate"), {
    cwd: root,
    failure: "The database client could not be generated from prisma/schema.prisma; Prisma says why above.",
  });

/** A production build and its stamp. The old stamp goes first, so that half a build is never taken for a whole one. */
export async function build(root) {
  rmSync(stampFile(root), { force: true });
  const stamp = stampOf(root);
  await generate(root);
  await run([process.execPath, "scripts/i18n-check.mjs"], {
    cwd: root,
    failure: "The texts are not complete in every language; see above.",
  });
  await run(bin("next/dist/bin/next", "build"), {
    cwd: root,
    env: { NODE_ENV: "production" },
    failure: "The build failed; Next says why above. Put it right and start again.",
  });
  mkdirSync(join(root, ".next"), { recursive: true });
  writeFileSync(stampFile(root), stamp);
}
