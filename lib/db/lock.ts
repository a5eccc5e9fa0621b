import "server-only";
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { seconds } from "@/lib/duration";
import { DatabaseProblem } from "./problem";

/** The longest path of a Unix socket on the systems that Node runs on is 103 bytes (macOS); this leaves room for a number. */
const LONGEST_PATH = 90;
const ANSWER_WITHIN = seconds(1);

const held = (directory: string, holder: string | null): DatabaseProblem =>
  new DatabaseProblem(
    "directory_held",
    `Another Postern${holder ? ` (process ${holder})` : ""} has the data directory ${directory} open. Stop it first, or name another directory in DATA_DIR.`,
  );

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code) : undefined;

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

function listen(path: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.on("error", () => undefined).end(String(process.pid)));
    server.once("error", fail).listen(path, () => done(server.unref()));
  });
}

/** Whether somebody listens at `path`, and who. A process that is stopped or busy listens too: the kernel answers for it. */
function holderAt(path: string): Promise<{ isAlive: boolean; pid: string | null }> {
  return new Promise((done) => {
    let said = "";
    const socket = connect(path);
    const alive = (): void => {
      socket.destroy();
      done({ isAlive: true, pid: said || null });
    };
    socket.setTimeout(ANSWER_WITHIN, alive);
    socket.on("data", (part) => {
      said += part;
    });
    socket.on("end", alive);
    socket.on("error", (error) => {
      const isGone = ["ECONNREFUSED", "ENOENT"].includes(codeOf(error) ?? "");
      if (isGone) done({ isAlive: false, pid: null });
      else alive();
    });
  });
}

/** The numbers that were ever taken and are still there, the lowest first. */
function generations(base: string): number[] {
  const prefix = `${basename(base)}.`;
  return fs
    .readdirSync(/* turbopackIgnore: true */ dirname(base))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

/** Gives the socket at `own` a number as a second name: an act that fails when somebody else was first. */
function take(own: string, place: string): boolean {
  try {
    fs.linkSync(own, place);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * Takes the next number above the highest, whose process must be gone. Whoever holds the highest number holds the
 * directory: numbers are taken once, only grow, and lower ones are removed only by the holder of a higher one. So nobody
 * removes or replaces what may be alive, and a process that was paused between looking and taking finds itself below.
 */
async function takeNumber(own: string, base: string, directory: string): Promise<number> {
  for (;;) {
    const highest = generations(base).at(-1) ?? 0;
    if (highest > 0) {
      const { isAlive, pid } = await holderAt(`${base}.${highest}`);
      if (isAlive) throw held(directory, pid);
    }
    const mine = highest + 1;
    if (!take(own, `${base}.${mine}`)) continue;
    const all = generations(base);
    if (all.at(-1) !== mine) throw held(directory, null);
    for (const number of all) if (number < mine) fs.rmSync(`${base}.${number}`, { force: true });
    return mine;
  }
}

async function holdBySocket(directory: string): Promise<() => void> {
  const near = join(/* turbopackIgnore: true */ directory, ".lock");
  const base = Buffer.byteLength(near) <= LONGEST_PATH ? near : join(tmpdir(), `postern-${digest(directory)}`);
  const own = `${base}-${randomUUID().slice(0, 4)}`;
  const server = await listen(own);
  try {
    await takeNumber(own, base, directory);
  } catch (error) {
    server.close();
    throw error;
  }
  fs.rmSync(own, { force: true });
  // The name stays, and nobody answers at it: it keeps the next number above this one.
  return () => void server.close();
}

async function holdByPipe(directory: string): Promise<() => void> {
  const server = await listen(`\\\\.\\pipe\\postern-${digest(directory)}`).catch((error: unknown) => {
    throw codeOf(error) === "EADDRINUSE" ? held(directory, null) : error;
  });
  return () => void server.close();
}

/**
 * Holds a data directory for this process alone: two engines on one directory destroy it (PGlite issue 1106).
 *
 * The proof is a listening socket, which the kernel ends with the process however the process ends, so that nothing is
 * left to clean up after `kill -9`. It is a file in the directory, and so holds between containers that share it as well.
 * On Windows it is a named pipe, of which the system allows one.
 *
 * @param directory its real path: two names of one directory must be one
 * @returns a function that lets it go
 * @throws DatabaseProblem directory_held, directory_not_writable
 */
export async function holdDirectory(directory: string): Promise<() => void> {
  try {
    return await (process.platform === "win32" ? holdByPipe(directory) : holdBySocket(directory));
  } catch (error) {
    if (error instanceof DatabaseProblem) throw error;
    throw new DatabaseProblem(
      "directory_not_writable",
      `The data directory ${directory} cannot be locked (${codeOf(error) ?? "unknown"}). It must be writable and on a file system with Unix sockets, so on no network share; name another directory in DATA_DIR.`,
      error,
    );
  }
}
