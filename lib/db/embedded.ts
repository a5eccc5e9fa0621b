import "server-only";
import fs from "node:fs";
import { Duplex } from "node:stream";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import pg from "pg";

/** PGlite's file system acknowledges fsync without doing it; this one does it. */
class SyncedFS extends NodeFS {
  synced = 0;
  override async init(...args: Parameters<NodeFS["init"]>) {
    const started = await super.init(...args);
    started.emscriptenOpts.preRun!.push(({ FS }: any) => {
      FS.lookupPath("/pglite/data").node.stream_ops.fsync = ({ nfd }: { nfd: number }) => {
        this.synced++;
        fs.fsyncSync(nfd);
        return 0;
      };
    });
    return started;
  }
}

const settings = {
  fsync: "on",
  wal_sync_method: "fsync",
  shared_buffers: "16MB",
  max_wal_size: "64MB",
  min_wal_size: "32MB",
};
const startParams = () => [
  ...PGlite.defaultStartParams.filter((p) => p !== "-F"),
  ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`]),
];

const message = (type: string, body: Buffer) => {
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const WELCOME = Buffer.concat([message("R", Buffer.alloc(4)), message("Z", Buffer.from("I"))]);
const TERMINATE = "X".charCodeAt(0);

/** The wire between `pg` and a PGlite in the same process. */
class Wire extends Duplex {
  private started = false;
  constructor(private db: PGlite) {
    super();
  }
  connect() {
    process.nextTick(() => this.emit("connect"));
    return this;
  }
  setNoDelay() {
    return this;
  }
  setKeepAlive() {
    return this;
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
  override _read() {}
  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error) => void) {
    this.handle(chunk).then(() => done(), done);
  }
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void) {
    this.handle(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }
  private async handle(bytes: Buffer) {
    if (!this.started) {
      this.started = true;
      await this.reset();
      this.push(WELCOME);
    } else if (bytes[0] === TERMINATE) {
      this.push(null);
    } else {
      const parts: Buffer[] = []; // answered after the await: a write must not be answered from within
      await this.db.execProtocolRawStream(bytes, { onRawData: (part) => void parts.push(Buffer.from(part)) });
      this.push(Buffer.concat(parts));
    }
  }
  /** One session serves one connection after another, so each finds it as new. */
  private async reset() {
    await this.db.exec("ROLLBACK");
    await this.db.exec("DISCARD ALL");
  }
}

export async function openEmbedded(dir?: string, from?: Blob) {
  const files = dir ? new SyncedFS(dir) : undefined;
  const db = await PGlite.create({
    ...(files && { fs: files }),
    ...(from && { loadDataDir: from }),
    startParams: startParams(),
  });
  if (files) {
    await db.exec("CHECKPOINT");
    if (!files.synced) throw new Error("this PGlite build does not sync its files");
  }
  const pool = new pg.Pool({ stream: () => new Wire(db) as any, max: 1, user: "postgres", idleTimeoutMillis: 0 });
  return {
    pool,
    close: async () => {
      await pool.end();
      await db.close();
    },
  };
}
