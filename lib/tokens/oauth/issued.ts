import "server-only";
import type { Secret } from "@/lib/crypto/secret";
import type { Algorithm } from "@/lib/keys/rules";

/** What a client is handed. The secrets are nowhere else: only their hashes are stored. */
export type Issued = Readonly<{
  access: Secret;
  refresh: Secret | null;
  scopes: readonly string[];
  lifetimeMs: number;
}>;

/** The client that asks, as its authentication found it. */
export type Asker = Readonly<{
  id: string;
  /** Its client_id. */
  key: string;
  name: string;
  companyId: string;
  /** The APIs of its company that want a JWT, by audience, and what signs it. */
  jwtApis: ReadonlyMap<string, Algorithm>;
}>;
