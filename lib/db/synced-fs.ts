import "server-only";
import fs from "node:fs";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** What is used of Emscripten's file system, whose own types PGlite does not ship. */
type Emscripten = {
  FS: {
    lookupPath: (path: string) => { node: { stream_ops: { fsync?: (stream: { nfd: number }) => number } } };
    ErrnoError: new (errno: number) => Error;
  };
};

const MOUNT = "/pglite/data";
/** EIO as Emscripten numbers it (WASI): whatever the disk said, the write is not known to be safe. */
const IO_ERROR = 29;

/**
 * The directory on disk, with an fsync that happens. Emscripten's NODEFS has none, so that the system call succeeds and
 * does nothing: a commit would live in the page cache alone, and a power cut would take it (PGlite issue 1107).
 *
 * The operations hang on the mounted node because that is where every open file finds them; the place is a detail of
 * Emscripten's, so whoever opens a database asks `syncs` afterwards and refuses one that never grew.
 */
export class SyncedFS extends NodeFS {
  /** How many fsyncs reached the disk. */
  syncs = 0;

  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const started = await super.init(...args);
    const hook = (module: unknown): void => this.#install(module as Emscripten);
    started.emscriptenOpts.preRun = [...(started.emscriptenOpts.preRun ?? []), hook];
    return started;
  }

  #install({ FS }: Emscripten): void {
    FS.lookupPath(MOUNT).node.stream_ops.fsync = ({ nfd }) => {
      try {
        fs.fsyncSync(nfd);
      } catch {
        throw new FS.ErrnoError(IO_ERROR);
      }
      this.syncs++;
      return 0;
    };
  }
}
