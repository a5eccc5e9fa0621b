/** A secret in memory. It prints as `[secret]` wherever it is turned into text by accident. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** The secret itself: call it only where it is hashed, encrypted, or handed to its owner. */
  reveal(): string {
    return this.#value;
  }
  /** The last four characters. */
  get hint(): string {
    return this.#value.slice(-4);
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}
