import "server-only";
import type { AuthorizationDetail } from "@/lib/apis/details";
import type { Secret } from "@/lib/crypto/secret";
import type { Algorithm } from "@/lib/keys/rules";

/** What a client is handed. The secrets are nowhere else: only their hashes are stored. */
export type Issued = Readonly<{
  access: Secret;
  refresh: Secret | null;
  scopes: readonly string[];
  lifetimeMs: number;
  /** The thumbprint of the key that the tokens are bound to (RFC 9449 §6.1); null: bearer tokens. */
  dpopJkt: string | null;
  /** What was given of contexts with parameters (RFC 9396 §7); null: nothing. */
  details: readonly AuthorizationDetail[] | null;
  /** Members of the answer that one flow alone has: `id_token`, `issued_token_type`. */
  extra?: Readonly<Record<string, string>>;
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
