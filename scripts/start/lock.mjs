import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

const HEARTBEAT_MS = 2_000;
const ABANDONED_MS = 20_000;
const RETRY_MS = 200;
const SETTLE_MS = 100;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** A holder that was killed leaves its file. On this host its process is gone; from another one it beats no more. */
function isAbandoned(path, content) {
  const [pid, host] = content.split(" ");
  if (host === hostname() && !isRunning(Number(pid))) return true;
  try {
    return Date.now() - statSync(path).mtimeMs > ABANDONED_MS;
  } catch {
    return false;
  }
}

/** Takes the file, or says no. A file that a dead process left is replaced; of several who do so, the last one holds. */
async function take(path, mark) {
  try {
    writeFileSync(path, mark, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const content = read(path) ?? "";
  if (!isAbandoned(path, content)) return false;
  const claim = `${path}.${mark.split(" ").at(-1)}`;
  writeFileSync(claim, mark, { flag: "wx", mode: 0o600 });
  // Looked at once more: whoever replaced it since is alive.
  if (read(path) === content) renameSync(claim, path);
  else rmSync(claim);
  await pause(SETTLE_MS);
  return read(path) === mark;
}

/**
 * Runs `work` while no other process runs its own under the same lock file; the others wait. The file is no promise
 * against a machine that stands still for longer than the heartbeat: Next holds a lock of its own on its build as well.
 */
export async function withLock(path, work, { onWait = () => {} } = {}) {
  const mark = `${process.pid} ${hostname()} ${Math.random().toString(36).slice(2)}`;
  for (let waited = false; !(await take(path, mark)); await pause(RETRY_MS)) {
    if (!waited) onWait();
    waited = true;
  }
  const beat = setInterval(() => read(path) === mark && utimesSync(path, new Date(), new Date()), HEARTBEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (read(path) === mark) rmSync(path, { force: true });
  }
}
