import "server-only";
import { fieldRefusal } from "@/lib/errors";
import { judgedKey } from "@/lib/keys/foreign";
import { algorithmOf, type JwkSet } from "./jwk-set";

const PROBLEMS = { invalid: "invalidJwks", weak: "weakJwk" } as const;

/** @throws Refusal invalid_input: a key that is no key, or an RSA key of another size than 2048 to 8192 bits */
export async function requireUsableKeys({ keys }: JwkSet): Promise<void> {
  for (const judged of await Promise.all(keys.map((jwk) => judgedKey(jwk, algorithmOf(jwk)))))
    if (judged !== "good") throw fieldRefusal("jwks", PROBLEMS[judged]);
}
