import { join } from "node:path";
import { build, isBuilt } from "./build.mjs";
import { withLock } from "./lock.mjs";
import { install, isInstalled } from "./packages.mjs";
import { StartProblem } from "./problem.mjs";
import { completeSettings, loadSettings, missingSecrets } from "./settings.mjs";

const onWait = () => console.log("Another start is at work in this folder; waiting for it…");

/**
 * Does `work` unless it is done: one process a folder at a time, the others find it done. Where there is nothing to do,
 * nothing is written, so that a folder that is ready can be read-only.
 */
async function once(root, { isDone, work, otherwise }) {
  if (isDone()) return;
  try {
    await withLock(join(root, ".next-start.lock"), async () => void (isDone() || (await work())), { onWait });
  } catch (error) {
    if (!["EACCES", "EROFS", "EPERM"].includes(error.code)) throw error;
    throw new StartProblem(`${root} cannot be written to (${error.code}). ${otherwise}`);
  }
}

export const packagesInPlace = (root) =>
  once(root, {
    isDone: () => isInstalled(root),
    work: () => install(root),
    otherwise: "Run `npm ci` where it can be, and start again.",
  });

/** The settings of the environment and of the files, and the secrets that neither of them gave. */
export async function settingsInPlace(root, { dev }) {
  loadSettings(root, { dev });
  await once(root, {
    isDone: () => missingSecrets(process.env).length === 0,
    work: () => {
      // Of two first starts the second one takes what the first one has made meanwhile.
      loadSettings(root, { dev });
      completeSettings(root);
    },
    otherwise: `Set ${missingSecrets(process.env).join(", ")} in the environment, or as files (see .env.example).`,
  });
}

export const buildInPlace = (root) =>
  once(root, {
    isDone: () => isBuilt(root),
    work: () => build(root),
    otherwise: "Run `npm run build` where it can be, and start again.",
  });
