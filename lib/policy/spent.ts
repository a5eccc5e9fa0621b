import "server-only";
import type { Context } from "@/lib/context";
import { hashOf } from "@/lib/crypto/hash";
import { insertSpent } from "./store";

/** A proof that counts once: what it was for, whose it is, and the id that its maker gave it. */
export type Proof = Readonly<{ use: "client_assertion" | "dpop"; signer: string; jti: string }>;

/**
 * Spends a proof's id, for all processes: of any number at once one gets true (RFC 7523 §3, RFC 9449 §11.1). It is kept
 * until `until`, which is when the proof itself has ended.
 */
export const spendProof = ({ db }: Pick<Context, "db">, { use, signer, jti }: Proof, until: Date): Promise<boolean> =>
  insertSpent(db, hashOf(JSON.stringify([use, signer, jti]), "proof"), until);
