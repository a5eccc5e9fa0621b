import "server-only";

type Init = { status?: number; headers?: Record<string, string> };

/**
 * A Response that keeps status, headers and text as plain values until somebody asks for the real parts. Making and
 * reading a body stream and a sorted header list costs more than all the rest of a protocol request; our own server
 * writes the plain values, and everybody else finds an ordinary Response.
 */
export class Answer extends Response {
  readonly content: string | null;
  #plain: Record<string, string>;
  #headers: Headers | null = null;
  #full: Response | null = null;

  constructor(content: string | null, { status = 200, headers = {} }: Init = {}) {
    super(null, { status });
    this.content = content;
    this.#plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  }

  /** Sets a header unless the answer has it. */
  putDefault(name: string, value: string): void {
    if (this.#headers) {
      if (!this.#headers.has(name)) this.#headers.set(name, value);
    } else this.#plain[name] ??= value;
  }

  /** The headers as plain values, by lower-case name. */
  plainHeaders(): Record<string, string> {
    return this.#headers ? Object.fromEntries(this.#headers) : this.#plain;
  }

  #asResponse(): Response {
    this.#full ??= new Response(this.content, { status: this.status, headers: this.headers });
    return this.#full;
  }

  override get headers(): Headers {
    this.#headers ??= new Headers(this.#plain);
    return this.#headers;
  }
  override get body() {
    return this.#asResponse().body;
  }
  override get bodyUsed(): boolean {
    return this.#full?.bodyUsed ?? false;
  }
  override text(): Promise<string> {
    return this.#asResponse().text();
  }
  override json(): Promise<unknown> {
    return this.#asResponse().json();
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return this.#asResponse().arrayBuffer();
  }
  override blob(): Promise<Blob> {
    return this.#asResponse().blob();
  }
  override formData(): Promise<FormData> {
    return this.#asResponse().formData();
  }
  override clone(): Response {
    return this.#asResponse().clone();
  }
}

/** A JSON answer (RFC 8259: UTF-8 always, so no charset is named). */
export const json = (value: unknown, { status = 200, headers = {} }: Init = {}): Response =>
  new Answer(JSON.stringify(value), { status, headers: { "content-type": "application/json", ...headers } });

/** An answer of headers alone. */
export const empty = (status: number, headers: Record<string, string> = {}): Response =>
  new Answer(null, { status, headers });
