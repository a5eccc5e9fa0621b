import "server-only";
import { Argon2id } from "oslo/password";

/** OWASP's first recommendation: 19 MiB, two passes, one lane. */
const argon2id = new Argon2id({ memorySize: 19_456, iterations: 2, parallelism: 1 });

/** The PHC string of a password, NFKC-normalised as browsers may send it in either form. */
export const hashPassword = (password: string): Promise<string> => argon2id.hash(password.normalize("NFKC"));

let decoy: Promise<string> | undefined;

/** Whether `password` is the one behind `hash`. Without a hash it takes the same time and says no. */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody has this password");
  const matches = await argon2id.verify(hash ?? (await decoy), password.normalize("NFKC"));
  return hash !== null && matches;
}
