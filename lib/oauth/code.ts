import "server-only";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { after, seconds } from "@/lib/duration";
import { insertCode, type NewCode } from "./store";

/** Longer than any redirect takes, shorter than it takes to carry one off (RFC 6749 §4.1.2 allows ten minutes). */
const LIFETIME = seconds(60);

type Bound = Omit<NewCode, "codeHash" | "familyId" | "createdAt" | "expiresAt">;

/**
 * A new authorization code for a standing grant, bound to client, redirection URI and challenge. It names the token
 * family that its redemption will found.
 */
export async function issueCode({ db, now }: Pick<Context, "db" | "now">, bound: Bound): Promise<Secret> {
  const code = newCredential("code");
  await insertCode(db, {
    ...bound,
    codeHash: hashOf(code.reveal()),
    familyId: newId(),
    createdAt: now,
    expiresAt: after(now, LIFETIME),
  });
  return code;
}
