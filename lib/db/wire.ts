import "server-only";
import { Duplex } from "node:stream";
import type { PGlite } from "@electric-sql/pglite";

/** One message of the protocol: a type, the length with itself, the body (PostgreSQL, "Message Formats"). */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const AUTHENTICATION_OK = message("R", Buffer.alloc(4));
const READY_AND_IDLE = message("Z", Buffer.from("I"));
const WELCOME = Buffer.concat([AUTHENTICATION_OK, READY_AND_IDLE]);
const TERMINATE = "X".charCodeAt(0);

/** The severity field of an ErrorResponse. Values come as text, which holds no NUL, so no row can look like this. */
const FATAL_SEVERITIES = [Buffer.from("VPANIC\0"), Buffer.from("VFATAL\0")];
const isFatal = (answer: Buffer): boolean => FATAL_SEVERITIES.some((severity) => answer.includes(severity));
const textOf = (answer: Buffer): string => /\0M([^\0]*)\0/.exec(answer.toString("utf8"))?.[1] ?? "no reason given";

export type Engine = Readonly<{
  db: PGlite;
  /** Set once the engine stopped for good. It must not be called again: it would never return. */
  stopped: () => string | null;
  stop: (reason: string) => void;
}>;

/**
 * The wire between `pg` and a PGlite in the same process: what `pg` takes for a socket.
 *
 * PGlite has one session, so the pool may hold one connection; each new one finds the session as if it were new. A full
 * disk or a failing one makes PostgreSQL panic, which on a server restarts it. Here nothing can restart it, and the next
 * call would spin for ever: the wire sees the panic in the answer, stops the engine and refuses what comes after.
 */
export class Wire extends Duplex {
  readonly #engine: Engine;
  #isGreeted = false;

  constructor(engine: Engine) {
    super();
    this.#engine = engine;
  }

  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {}
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#handle(chunk).then(() => done(), done);
  }
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#handle(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  async #handle(bytes: Buffer): Promise<void> {
    const reason = this.#engine.stopped();
    if (reason !== null) throw new Error(`the embedded database stopped: ${reason}`);
    if (!this.#isGreeted) {
      this.#isGreeted = true;
      await this.#reset();
      this.push(WELCOME);
    } else if (bytes[0] === TERMINATE) this.push(null);
    else await this.#ask(bytes);
  }

  /** The answer is pushed after the await: pushed from within a write, it would reorder the writes that wait behind it. */
  async #ask(bytes: Buffer): Promise<void> {
    const parts: Buffer[] = [];
    await this.#engine.db.execProtocolRawStream(bytes, { onRawData: (part) => void parts.push(Buffer.from(part)) });
    const answer = Buffer.concat(parts);
    if (isFatal(answer)) this.#engine.stop(textOf(answer));
    this.push(answer);
  }

  async #reset(): Promise<void> {
    await this.#engine.db.exec("ROLLBACK");
    await this.#engine.db.exec("DISCARD ALL");
  }
}
