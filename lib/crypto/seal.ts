import "server-only";
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/env";

const VERSION = 1;
const KEY_ID = 4;
const NONCE = 12;
const TAG = 16;

const idOf = (key: Buffer): Buffer => createHash("sha256").update(key).digest().subarray(0, KEY_ID);

function encrypt(key: Buffer, plain: Buffer, about: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, about: string): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE)).setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
}

/**
 * Envelope encryption (AES-256-GCM): a fresh data key encrypts the text, and the newest POSTERN_ENCRYPTION_KEY the
 * data key. `about` names the row it belongs to, so that a ciphertext moved to another row does not open.
 */
export function seal(text: string, about: string): Buffer<ArrayBuffer> {
  const [outer] = env().POSTERN_ENCRYPTION_KEY;
  if (!outer) throw new Error("no encryption key");
  const inner = randomBytes(32);
  const wrapped = encrypt(outer.subarray(0, 32), inner, about);
  return Buffer.from(
    Buffer.concat([
      Buffer.of(VERSION),
      idOf(outer),
      Buffer.of(wrapped.length),
      wrapped,
      encrypt(inner, Buffer.from(text), about),
    ]),
  );
}

/** @throws Error if the text was sealed for another row, was changed, or its key is not among the configured ones */
export function unseal(sealed: Uint8Array, about: string): string {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== VERSION) throw new Error("unknown envelope");
  const id = bytes.subarray(1, 1 + KEY_ID);
  const outer = env().POSTERN_ENCRYPTION_KEY.find((key) => idOf(key).equals(id));
  if (!outer) throw new Error("the key that sealed this is not in POSTERN_ENCRYPTION_KEY");
  const wrappedAt = 2 + KEY_ID;
  const bodyAt = wrappedAt + (bytes[1 + KEY_ID] ?? 0);
  const inner = decrypt(outer.subarray(0, 32), bytes.subarray(wrappedAt, bodyAt), about);
  return decrypt(inner, bytes.subarray(bodyAt), about).toString();
}

const keyOfHolder = (credential: string): Buffer =>
  Buffer.from(hkdfSync("sha256", credential, "", "postern:holder", 32));

/** Encrypts for whoever holds `credential`: the database, which has only its hash, cannot open it. */
export const sealForHolder = (text: string, credential: string): Buffer<ArrayBuffer> =>
  Buffer.from(encrypt(keyOfHolder(credential), Buffer.from(text), "holder"));

/** @throws Error if `credential` is not the one it was sealed for */
export const unsealAsHolder = (sealed: Uint8Array, credential: string): string =>
  decrypt(keyOfHolder(credential), Buffer.from(sealed), "holder").toString();
