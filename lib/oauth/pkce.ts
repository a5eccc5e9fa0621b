import { sha256Base64url } from "@/lib/crypto/hash";

// RFC 7636 §4.1: 43*128unreserved.
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;
// RFC 7636 §4.2: S256 gives the base64url of 32 bytes, which is 43 characters and no padding.
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/** Whether a text can be the challenge of an S256 verifier; `plain` is not taken. */
export const isChallenge = (text: string): boolean => CHALLENGE.test(text);

/** The S256 challenge of a verifier (RFC 7636 §4.2), or null when the text is none (§4.1): then it fits no challenge. */
export const challengeOf = (verifier: string): string | null =>
  VERIFIER.test(verifier) ? sha256Base64url(verifier) : null;
