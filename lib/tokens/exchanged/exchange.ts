import "server-only";
import type { AuthorizationDetail } from "@/lib/apis/details";
import type { Context } from "@/lib/context";
import { hashesOf, hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Algorithm } from "@/lib/keys/rules";
import type { Asker, Issued } from "../oauth/issued";
import { signAccess } from "../oauth/jwt";
import { insertExchanged, type ParentKind } from "./hot";
import { endOfExchanged } from "./rules";

type Exchange = {
  client: Asker;
  /** The token that was proven good; null end: it has none. */
  parent: Readonly<{ kind: ParentKind; token: string; subjectId: string; endsAt: Date | null }>;
  scopes: string[];
  /** The one API that it is for, and what signs for that. */
  target: Readonly<{ audience: string; algorithm: Algorithm }>;
  details: readonly AuthorizationDetail[] | null;
  dpopJkt: string | null;
};

/**
 * A JWT of five minutes that acts for the subject of another token (RFC 8693 §1.1: delegation, so that `act` names the
 * client), and ends with it. What its parent may do at the moment of use bounds it all its life. No refresh token.
 * @returns null when the parent ends within the second, or its row is gone
 * @throws Refusal invalid_scope: so many contexts that no header would hold it
 */
export async function exchangeToken({ now }: Pick<Context, "now">, asked: Exchange): Promise<Issued | null> {
  const { client, parent, scopes, target, details, dpopJkt } = asked;
  const id = newId();
  const expiresAt = endOfExchanged(parent.endsAt, now);
  const lifetimeMs = Math.floor((expiresAt.getTime() - now.getTime()) / 1000) * 1000;
  if (lifetimeMs <= 0) return null;
  const about = { client, id, userId: parent.subjectId, scopes, details, dpopJkt, now, expiresAt };
  const access = await signAccess({
    ...about,
    audience: [target.audience],
    algorithm: target.algorithm,
    actor: client.key,
  });
  const isStored = await insertExchanged({
    tokenHash: hashOf(access.reveal()),
    id,
    clientId: client.id,
    companyId: client.companyId,
    parent: { kind: parent.kind, hashes: hashesOf(parent.token) },
    scopes,
    audience: target.audience,
    details,
    dpopJkt,
    createdAt: now,
    expiresAt,
  });
  return isStored ? { access, refresh: null, scopes, lifetimeMs, dpopJkt, details } : null;
}
