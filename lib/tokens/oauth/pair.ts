import "server-only";
import { type Details, detailsOf } from "@/lib/apis/details";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Secret } from "@/lib/crypto/secret";
import { after } from "@/lib/duration";
import type { ForeseenRow } from "./candidate/hot";
import type { NewAccessRow, NewPair } from "./hot";
import type { Asker } from "./issued";
import { mint } from "./mint";
import { ACCESS_LIFETIME, type Claim, outcomeOf } from "./rules";

/** A new access and refresh token, and what they are stored under. */
export type Pair = { secrets: { access: Secret; refresh: Secret }; stored: NewPair };

type Asked = {
  client: Asker;
  now: Date;
  dpopJkt: string | null;
  /** Less of the details than was granted; null: all of them. */
  details: Details;
  foresee: () => Promise<ForeseenRow | null>;
};

/** What no claim yields: it is then told why not, and nothing is spent. */
const NOTHING = { scopes: [], audience: [], userId: null, details: null, grantExpiresAt: null };

/**
 * The access token that a claim will store. A JWT says itself what it is for, so that is looked up first, and the claim holds
 * only if it yields the same. A company without such an API is not asked.
 */
export async function newAccess(asked: Asked): Promise<{ access: Secret; stored: NewAccessRow }> {
  const { client, now, dpopJkt, details, foresee } = asked;
  const foreseen = client.jwtApis.size === 0 ? null : ((await foresee()) ?? NOTHING);
  const accessId = newId();
  const { scopes, audience, userId, ...granted } = foreseen ?? NOTHING;
  const accessExpiresAt = new Date(Math.min(after(now, ACCESS_LIFETIME).getTime(), granted.grantExpiresAt ?? Infinity));
  const about = { client, now, dpopJkt, id: accessId, expiresAt: accessExpiresAt, scopes, audience, userId };
  const access = await mint({ ...about, details: detailsOf(details ?? granted.details, scopes) });
  return { access, stored: { accessHash: hashOf(access.reveal()), accessId, accessExpiresAt, details, foreseen } };
}

/** The two tokens that a claim will store. */
export async function newPair(asked: Asked): Promise<Pair> {
  const { access, stored } = await newAccess(asked);
  const refresh = newCredential("refresh");
  return { secrets: { access, refresh }, stored: { ...stored, refreshHash: hashOf(refresh.reveal()) } };
}

const ATTEMPTS = 3;

/**
 * Claims until something is decided. An attempt that neither spent nor found a reason lost to another request, or what it
 * foresaw has changed since: what that left is read anew.
 */
export async function untilDecided<A extends { row: Claim | null }>(attempt: () => Promise<A>): Promise<A> {
  let last = await attempt();
  for (let more = 1; more < ATTEMPTS && last.row && outcomeOf(last.row) === "lost_a_race"; more++)
    last = await attempt();
  return last;
}
