import "server-only";
import { hashesOf, hashOf, sameHash } from "@/lib/crypto/hash";
import { minutes } from "@/lib/duration";

/**
 * Nonces that nobody has to remember: the keyed hash of a span of time. Every process with the same key makes and knows
 * the same ones, and a client gets a new one every two minutes.
 */
const SPAN = minutes(2);
/** The spans before this one whose nonce is still good: it serves for four minutes at least, and for six at most. */
const BEFORE = 2;

/** 128 bits are enough for what only has to be unforeseeable (RFC 9449 §8). */
const BYTES = 16;

const spanOf = (now: Date): number => Math.floor(now.getTime() / SPAN);

const encoded = (hash: Buffer): string => hash.subarray(0, BYTES).toString("base64url");

/** The nonce that a client is given now. */
export const currentNonce = (now: Date): string => encoded(hashOf(String(spanOf(now)), "dpop_nonce"));

const isOfSpan = (nonce: string, span: number): boolean =>
  hashesOf(String(span), "dpop_nonce").some((hash) => sameHash(Buffer.from(encoded(hash)), Buffer.from(nonce)));

/**
 * What a nonce is worth: `current`, `old` (good, and time for the next one) or `unknown`. That of the coming span is good
 * too, as the clock of the process that gave it may be a little ahead.
 */
export function ageOf(nonce: string, now: Date): "current" | "old" | "unknown" {
  const span = spanOf(now);
  if (isOfSpan(nonce, span) || isOfSpan(nonce, span + 1)) return "current";
  for (let before = 1; before <= BEFORE; before++) if (isOfSpan(nonce, span - before)) return "old";
  return "unknown";
}
