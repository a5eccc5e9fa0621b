import "server-only";
import { randomInt } from "node:crypto";
import { v4, v7 } from "uuid";

/** A row's key: time-ordered, so that inserts stay at one end of the index. Not a secret. */
export const newId = (): string => v7();

/** A key that tells nothing, for what stands in an address that others must not guess. */
export const newOpaqueId = (): string => v4();

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const KEY_LENGTH = 20;

/** A public name on the wire, drawn at random: the key of an OAuth user (client_id) or of an API connection. Not a secret. */
export const newKey = (): string =>
  Array.from({ length: KEY_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
