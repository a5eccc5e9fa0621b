import "server-only";
import fs from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseProblem } from "./problem";

/** The PostgreSQL inside the pinned PGlite. A directory that another major version wrote cannot be read by it. */
export const ENGINE_MAJOR = "18";

const OWNER_ALONE = 0o700;

function notWritable(path: string, cause: unknown): DatabaseProblem {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new DatabaseProblem(
    "directory_not_writable",
    `The data directory ${path} cannot be written (${code ?? message}). Check that this user may write there and that the disk has room, or name another directory in DATA_DIR.`,
    cause,
  );
}

/**
 * Makes the data directory, for its owner alone: the engine creates its files for everybody.
 * @returns its real path, so that two names of one directory are one
 * @throws DatabaseProblem directory_not_writable
 */
export function ensureDataDirectory(path: string): string {
  const asked = resolve(/* turbopackIgnore: true */ path);
  try {
    fs.mkdirSync(/* turbopackIgnore: true */ asked, { recursive: true, mode: OWNER_ALONE });
    const real = fs.realpathSync(/* turbopackIgnore: true */ asked);
    fs.accessSync(/* turbopackIgnore: true */ real, fs.constants.W_OK | fs.constants.X_OK);
    return real;
  } catch (error) {
    throw notWritable(asked, error);
  }
}

/** Whether `cluster` holds a database that this engine can read; false when there is none yet. */
function isReadable(cluster: string): boolean {
  if (!fs.existsSync(/* turbopackIgnore: true */ cluster)) return false;
  const version = join(/* turbopackIgnore: true */ cluster, "PG_VERSION");
  if (!fs.existsSync(/* turbopackIgnore: true */ version)) {
    if (fs.readdirSync(/* turbopackIgnore: true */ cluster).length === 0) return false;
    throw new DatabaseProblem(
      "damaged",
      `${cluster} holds no complete database: PG_VERSION is missing. Restore it from a backup, or name an empty directory in DATA_DIR.`,
    );
  }
  const found = fs.readFileSync(/* turbopackIgnore: true */ version, "utf8").trim();
  if (found === ENGINE_MAJOR) return true;
  throw new DatabaseProblem(
    "other_major_version",
    `The data in ${cluster} was written by PostgreSQL ${found}, and this version of Postern brings PostgreSQL ${ENGINE_MAJOR}. Start it with the version of Postern that wrote it, or name an empty directory in DATA_DIR.`,
  );
}

/** Brings a whole directory to the disk: every file, and then the directories that name them. */
function syncTree(directory: string): void {
  for (const entry of fs.readdirSync(/* turbopackIgnore: true */ directory, { withFileTypes: true })) {
    const path = join(/* turbopackIgnore: true */ directory, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path);
  }
  syncPath(directory);
}

function syncPath(path: string): void {
  // Windows can open no directory, and needs a writable handle to flush a file.
  const isWindows = process.platform === "win32";
  if (isWindows && fs.statSync(/* turbopackIgnore: true */ path).isDirectory()) return;
  const handle = fs.openSync(/* turbopackIgnore: true */ path, isWindows ? "r+" : "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/**
 * The directory of the database inside `data`. The first time it is made beside its place by `initialise`, brought to
 * the disk and then renamed, so that it is there whole or not at all, whenever the process or the power ends.
 *
 * @throws DatabaseProblem other_major_version, damaged, directory_not_writable
 */
export async function clusterIn(data: string, initialise: (directory: string) => Promise<void>): Promise<string> {
  const cluster = join(/* turbopackIgnore: true */ data, "pg");
  try {
    if (!isReadable(cluster)) {
      const unfinished = join(/* turbopackIgnore: true */ data, "pg.unfinished");
      for (const path of [unfinished, cluster]) fs.rmSync(path, { recursive: true, force: true });
      fs.mkdirSync(/* turbopackIgnore: true */ unfinished, { mode: OWNER_ALONE });
      await initialise(unfinished);
      syncTree(unfinished);
      fs.renameSync(unfinished, cluster);
      syncPath(data);
    }
    fs.chmodSync(/* turbopackIgnore: true */ cluster, OWNER_ALONE);
    return cluster;
  } catch (error) {
    throw error instanceof DatabaseProblem ? error : notWritable(cluster, error);
  }
}
