import "server-only";
import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { oncePerProcess } from "@/lib/runtime";

/** Each use has a key of its own, so that a hash made for one can never match in another. */
type HashUse = "credential" | "throttle" | "csrf" | "proof" | "dpop_nonce";

const keysFor = (use: HashUse): Buffer[] =>
  oncePerProcess(`hash-keys:${use}`, () =>
    env().POSTERN_HASH_KEY.map((key) => Buffer.from(hkdfSync("sha256", key, "", `postern:${use}`, 32))),
  );

const keyed = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** The keyed hash (HMAC-SHA-256) under which a secret that is only compared is stored. */
export function hashOf(text: string, use: HashUse = "credential"): Buffer<ArrayBuffer> {
  const [newest] = keysFor(use);
  if (!newest) throw new Error("no hash key");
  return Buffer.from(keyed(newest, text));
}

/** The hashes under which it may be stored: by the newest key first, then by each retired one. */
export const hashesOf = (text: string, use: HashUse = "credential"): Buffer<ArrayBuffer>[] =>
  keysFor(use).map((key) => Buffer.from(keyed(key, text)));

/** Compares in time that depends on neither value. */
export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** BASE64URL(SHA-256(text)): the S256 transformation (RFC 7636 §4.2). */
export const sha256Base64url = (text: string): string => createHash("sha256").update(text).digest("base64url");
