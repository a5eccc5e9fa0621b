import "server-only";
import { importJWK } from "jose";
import { fieldRefusal } from "@/lib/errors";
import { algorithmOf, type JwkSet, type PublicJwk } from "./jwk-set";

/** NIST SP 800-57: 2048 bits are worth 112. Beyond 8192 a signature takes longer to verify than it may. */
const RSA_BITS = { least: 2048, most: 8192 };

/** Why a key of the right form can't verify anything, as a key of the `fieldErrors` messages, or null. */
async function problemOf(jwk: PublicJwk): Promise<string | null> {
  try {
    const key = await importJWK(jwk, algorithmOf(jwk));
    const bits = key instanceof Uint8Array || !("modulusLength" in key.algorithm) ? null : key.algorithm.modulusLength;
    return typeof bits === "number" && (bits < RSA_BITS.least || bits > RSA_BITS.most) ? "weakJwk" : null;
  } catch {
    // A point that is not on its curve, a number that is none.
    return "invalidJwks";
  }
}

/** @throws Refusal invalid_input: a key that is no key, or an RSA key of another size than 2048 to 8192 bits */
export async function requireUsableKeys({ keys }: JwkSet): Promise<void> {
  const problems = await Promise.all(keys.map(problemOf));
  const problem = problems.find((found) => found !== null);
  if (problem) throw fieldRefusal("jwks", problem);
}
