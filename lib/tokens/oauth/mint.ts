import "server-only";
import type { AuthorizationDetail } from "@/lib/apis/details";
import { identityAudience } from "@/lib/apis/identity";
import { newCredential } from "@/lib/crypto/credential";
import type { Secret } from "@/lib/crypto/secret";
import type { Asker } from "./issued";
import { signAccess } from "./jwt";

export type Minted = {
  client: Asker;
  /** The id of the row that it will be stored under. */
  id: string;
  /** The person who consented; null: nobody did, the client acts for itself. */
  userId: string | null;
  scopes: readonly string[];
  audience: readonly string[];
  details: readonly AuthorizationDetail[] | null;
  dpopJkt: string | null;
  now: Date;
  expiresAt: Date;
};

/**
 * A new access token: a JWT if it is for one API alone and that API wants one, opaque otherwise. That it also tells who the
 * person is changes nothing. Both are the same to everything that comes after, which knows a token by its hash.
 * @throws Refusal invalid_scope: so many contexts that no header would hold the JWT
 */
export async function mint({ audience, ...about }: Minted): Promise<Secret> {
  const [api, another] = audience.filter((one) => one !== identityAudience());
  const algorithm = api === undefined || another !== undefined ? undefined : about.client.jwtApis.get(api);
  if (api === undefined || algorithm === undefined) return newCredential("access");
  return signAccess({ ...about, audience, algorithm });
}
