import "server-only";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { after } from "@/lib/duration";
import type { NewPair } from "./hot";
import { ACCESS_LIFETIME } from "./rules";

/** What a client is handed. The secrets are nowhere else: only their hashes are stored. */
export type Issued = Readonly<{
  access: Secret;
  refresh: Secret | null;
  scopes: readonly string[];
  lifetimeMs: number;
}>;

/** The client that asks, as its authentication found it. */
export type Asker = Readonly<{ id: string; name: string; companyId: string }>;

/** A new access and refresh token, and what they are stored under. */
export function newPair(now: Date): { access: Secret; refresh: Secret; stored: NewPair } {
  const [access, refresh] = [newCredential("access"), newCredential("refresh")];
  return {
    access,
    refresh,
    stored: {
      accessHash: hashOf(access.reveal()),
      accessId: newId(),
      accessExpiresAt: after(now, ACCESS_LIFETIME),
      refreshHash: hashOf(refresh.reveal()),
    },
  };
}
