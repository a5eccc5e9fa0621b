import "server-only";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { seal, unseal } from "@/lib/crypto/seal";
import { Secret } from "@/lib/crypto/secret";

/** What the envelope is bound to: a ciphertext that is moved to another row does not open. */
const about = (id: string): string => `legacy-key:${id}`;

/** A new secret for the row `id`: the hash that calls are compared with, and the envelope that its owner can open. */
export function newLegacySecret(id: string) {
  const secret = newCredential("legacySecret");
  const text = secret.reveal();
  return { secret, columns: { secretHash: hashOf(text), secretCiphertext: seal(text, about(id)) } };
}

/** @throws Error if it was sealed for another row, was changed, or its key is not configured any more */
export const openLegacySecret = (id: string, sealed: Uint8Array): Secret => new Secret(unseal(sealed, about(id)));
