import "server-only";
import type { AuthorizationDetail } from "@/lib/apis/details";
import type { Context } from "@/lib/context";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import { after } from "@/lib/duration";
import { insertAccess } from "./hot";
import type { Asker, Issued } from "./issued";
import { mint } from "./mint";
import { ACCESS_LIFETIME } from "./rules";

type Issue = {
  client: Asker;
  grantId: string;
  scopes: string[];
  audience: string[];
  details: readonly AuthorizationDetail[] | null;
  dpopJkt: string | null;
};

/** An access token that stands on a client's own access, no person behind it, and so no refresh token (RFC 6749 §4.4.3). */
export async function issue(
  { now }: Pick<Context, "now">,
  { client, grantId, scopes, audience, details, dpopJkt }: Issue,
): Promise<Issued> {
  const id = newId();
  const expiresAt = after(now, ACCESS_LIFETIME);
  const access = await mint({ client, id, userId: null, scopes, audience, details, dpopJkt, now, expiresAt });
  await insertAccess({
    tokenHash: hashOf(access.reveal()),
    id,
    grantId,
    clientId: client.id,
    companyId: client.companyId,
    scopes,
    audience,
    details,
    dpopJkt,
    createdAt: now,
    expiresAt,
  });
  return { access, refresh: null, scopes, lifetimeMs: ACCESS_LIFETIME, dpopJkt, details };
}
