import "server-only";
import { randomInt } from "node:crypto";
import { hashesOf, hashOf } from "@/lib/crypto/hash";

/** Twenty consonants: nothing that is read as a digit, and no word comes out (RFC 8628 §6.1). */
const ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
/** 34.5 bits, for a quarter of an hour and five guesses (RFC 8628 §5.1). */
const LENGTH = 8;
const FORM = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A code for a person to type: its letters alone. */
export const newUserCode = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/** As it is shown, on the device and on the page. */
export const writtenUserCode = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

/** The code in what a person typed, in any case and with spaces and signs in between; null: it cannot be one. */
export function typedUserCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  return FORM.test(letters) ? letters : null;
}

/** So named, no hash of a code is the hash of anything else. */
const named = (code: string): string => `user_code ${code}`;

export const userCodeHash = (code: string): Buffer<ArrayBuffer> => hashOf(named(code));
/** The hashes under which it may be stored. */
export const userCodeHashes = (code: string): Buffer<ArrayBuffer>[] => hashesOf(named(code));
