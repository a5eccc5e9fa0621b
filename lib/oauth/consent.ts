import "server-only";
import type { OfferedScope } from "@/lib/apis/offered";
import { isLoopback } from "@/lib/clients/redirect-uri";
import type { Actor, Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { heldGrant } from "@/lib/grants/held";
import { ceilingOf } from "./ceiling";
import { csrfToken } from "./csrf";
import { isRequestId, isSignInTooOld, whyNotMine } from "./rules";
import { claimForSession, findRequest, hasSessionEnded, isMember } from "./store";

type Person = Extract<Actor, { kind: "person" }>;

export type ConsentScope = Pick<OfferedScope, "key" | "level" | "names" | "descriptions"> & {
  apiName: string;
  /** Allowed before, and not taken back. */
  isAllowed: boolean;
};

/** What the consent page shows. All that the client says of itself is text that its makers wrote. */
export type ConsentView = Readonly<{
  id: string;
  expiresAt: Date;
  client: {
    name: string;
    description: string;
    siteUrl: string | null;
    privacyPolicyUrl: string | null;
    licenceUrl: string | null;
    isPublic: boolean;
  };
  /** The company whose API it is about, and whose member the person must be to allow anything. */
  company: { name: string };
  person: { name: string; email: string };
  isMember: boolean;
  /** Where the answer goes. `host` is the whole host with its port, or, for an app's own scheme, that scheme. */
  redirect: { host: string; isLoopback: boolean };
  /** What it could do, by API in the API's order; what changes data first. Empty: nothing of it is offered any more. */
  scopes: ConsentScope[];
  csrf: string;
}>;

/** A signed-in person. */
export function requirePerson({ actor }: Pick<Context, "actor">): Person {
  if (actor.kind !== "person") throw new Refusal("sign_in_required");
  return actor;
}

/**
 * Makes the request this session's on the first view. A session that has ended holds nothing: whoever signs out to sign
 * in as another goes on.
 */
async function claimedRequest({ db, now }: Context, id: string, { sessionId, authenticatedAt }: Person) {
  const claim = { id, sessionId, now };
  if (!(await claimForSession(db, claim, null))) {
    const holder = (await findRequest(db, id))?.sessionId;
    if (holder && holder !== sessionId && (await hasSessionEnded(db, holder, now)))
      await claimForSession(db, claim, holder);
  }
  const request = await findRequest(db, id);
  const problem = whyNotMine(request, sessionId, now);
  if (problem || !request) throw problem ?? new Refusal("request_expired");
  if (request.client.disabledAt || request.client.removedAt) throw new Refusal("unknown_client");
  if (isSignInTooOld(authenticatedAt, request.authenticatedAfter)) throw new Refusal("fresh_sign_in_required");
  return request;
}

function redirectOf(redirectUri: string): ConsentView["redirect"] {
  const { protocol, host } = new URL(redirectUri);
  return { host: /^https?:$/.test(protocol) ? host : protocol, isLoopback: isLoopback(redirectUri) };
}

const writeFirst = (a: ConsentScope, b: ConsentScope): number =>
  Number(a.level === "read") - Number(b.level === "read");

/**
 * What a signed-in person is asked by a waiting authorization request, which from the first view on is this session's.
 * @throws Refusal sign_in_required; request_expired when it is over, answered, or was never there; not_your_request when
 * another session opened it first; unknown_client when the client was disabled meanwhile; fresh_sign_in_required when
 * the client wants a newer sign-in than the person's (`prompt=login`, `max_age`)
 */
export async function readConsent(ctx: Context, requestId: string): Promise<ConsentView> {
  const person = requirePerson(ctx);
  if (!isRequestId(requestId)) throw new Refusal("request_expired");
  const { client, redirectUri, expiresAt, scopes } = await claimedRequest(ctx, requestId, person);
  const [ceiling, held, member] = await Promise.all([
    ceilingOf(ctx, client),
    heldGrant(ctx, { clientId: client.id, userId: person.userId }),
    isMember(ctx.db, person.userId, client.companyId),
  ]);
  const { name, description, siteUrl, privacyPolicyUrl, licenceUrl, isPublic, company } = client;
  return {
    id: requestId,
    expiresAt,
    client: { name, description, siteUrl, privacyPolicyUrl, licenceUrl, isPublic },
    company,
    person: { name: person.name, email: person.email },
    isMember: member,
    redirect: redirectOf(redirectUri),
    scopes: ceiling
      .filter(({ key }) => scopes.includes(key))
      .map(({ key, level, names, descriptions, api }) => ({
        key,
        level,
        names,
        descriptions,
        apiName: api.name,
        isAllowed: held?.scopes.includes(key) ?? false,
      }))
      .sort(writeFirst),
    csrf: csrfToken({ sessionId: person.sessionId, requestId }),
  };
}
