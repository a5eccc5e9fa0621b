import { readFileSync } from "node:fs";
import { join } from "node:path";
import { npm, run } from "./command.mjs";

function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
  } catch {
    return null;
  }
}

/**
 * Whether node_modules holds what package-lock.json says: version and integrity of each package, as npm wrote them down
 * when it had finished. Optional packages are for other platforms, and may be absent.
 */
export function isInstalled(root) {
  const wanted = packagesIn(join(root, "package-lock.json"));
  const there = packagesIn(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !there) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === "") return true;
    const found = there[path];
    if (!found) return optional === true;
    return found.version === version && found.integrity === integrity;
  });
}

/** Installs exactly what the lock file names. The build needs what only developers need, whatever NODE_ENV says. */
export async function install(root) {
  console.log("Installing the packages that package-lock.json names…");
  await run(npm("ci", "--include=dev", "--no-audit", "--no-fund"), {
    cwd: root,
    failure: "The packages could not be installed; npm says why above. Put it right and start again.",
  });
}
