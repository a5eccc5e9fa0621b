import "server-only";
import type { Actor, Context } from "@/lib/context";
import { hashesOf, hashOf, sameHash } from "@/lib/crypto/hash";
import { minutes } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { isAlgorithm } from "@/lib/keys/rules";
import { networkOf } from "@/lib/policy/network";
import { spendAttempt, type Throttled, throttleKey, tooManyAttempts } from "@/lib/policy/throttle";
import type { Asker } from "@/lib/tokens/oauth/issued";
import { recordUse } from "@/lib/usage/record";
import { BASIC_CHALLENGE } from "@/lib/verify/require";
import { type GrantedScope, pairedScopes } from "@/lib/verify/rules";
import { storedKey } from "./document-client";
import type { Form } from "./form";
import { type ClientRow, findClient } from "./hot";
import { type PresentedClient, presentedClient } from "./presented-client";

/** A client that proved who it is, or a public one that named itself. */
export type AuthenticatedClient = Asker &
  Readonly<{
    grantType: "authorization_code" | "client_credentials";
    isPublic: boolean;
    /** Grant types that an administrator opened to it beyond the one that it was made for. */
    additionalGrantTypes: readonly string[];
    /** Its tokens are bound to a key, always (RFC 9449 §5.2). */
    requiresDpop: boolean;
    /** The classic flow: no PKCE, and parameters in the address. */
    isClassic: boolean;
    /** The audience of the API that this client is, if it is one. */
    resourceServer: string | null;
    /** The access that an administrator gave it, and what that allows at this moment. */
    standing: Readonly<{ grantId: string; scopes: readonly GrantedScope[] }> | null;
  }>;

const ATTEMPTS = { limit: 20, windowMs: minutes(15) };
/** The address of a document is the longest name. */
const LONGEST_KEY = 1000;

/** One answer whatever was wrong, so that nobody learns which clients there are (RFC 6749 §5.2). */
export const invalidClient = (detail: string): Refusal =>
  new Refusal("invalid_client", {
    description: "client authentication failed",
    detail,
    headers: { "WWW-Authenticate": BASIC_CHALLENGE },
  });

function presented(headers: Headers, form: Form): PresentedClient {
  const found = presentedClient(headers, form);
  if (found === "two_methods")
    throw new Refusal("invalid_request", { description: "the client authenticates in two ways at once" });
  if (found === "two_clients")
    throw new Refusal("invalid_request", { description: "the header and the body name different clients" });
  if (typeof found === "string") throw invalidClient(found);
  if (found.key.length > LONGEST_KEY) throw invalidClient("key too long");
  return found;
}

/** The id of the living secret that was sent. An unknown client costs the same comparisons as a known one. */
function matchingSecret({ secretIds, secretHashes, secretEnds }: ClientRow, secret: string, now: Date): string | null {
  const hashes = hashesOf(secret);
  const stored = secretHashes ?? [hashOf("no such client")];
  const matching = stored.map((one) => hashes.filter((hash) => sameHash(hash, one)).length > 0);
  const index = matching.findIndex(
    (matches, i) => matches && (secretEnds?.[i] ?? Number.POSITIVE_INFINITY) > now.getTime(),
  );
  return secretIds?.[index] ?? null;
}

type Proof = { isProven: boolean; secretId: string | null };

function proofOf(row: ClientRow, shown: PresentedClient, now: Date): Proof {
  if (shown.method === "none") return { isProven: row.id !== null && row.isPublic, secretId: null };
  const secretId = matchingSecret(row, shown.secret, now);
  return { isProven: secretId !== null && !row.isPublic, secretId };
}

function jwtApisOf({ jwtAudiences, jwtAlgorithms }: ClientRow): Asker["jwtApis"] {
  const pairs = (jwtAudiences ?? []).flatMap((audience, index) => {
    const algorithm = jwtAlgorithms?.[index];
    return isAlgorithm(algorithm) ? [[audience, algorithm] as const] : [];
  });
  return new Map(pairs);
}

const clientOf = (row: ClientRow & { id: string }): AuthenticatedClient => ({
  id: row.id,
  key: row.key,
  name: row.name,
  companyId: row.companyId,
  jwtApis: jwtApisOf(row),
  grantType: row.grantType,
  isPublic: row.isPublic,
  additionalGrantTypes: row.additionalGrantTypes,
  requiresDpop: row.requiresDpop,
  isClassic: row.isClassic,
  resourceServer: row.resourceServer,
  standing: row.grantId ? { grantId: row.grantId, scopes: pairedScopes(row.scopes, row.scopeAudiences) } : null,
});

/**
 * The client that a request comes from (RFC 6749 §2.3.1, §3.2.1): `client_secret_basic`, `client_secret_post`, or the
 * name alone for a public client. An unknown client, a wrong or ended secret and a disabled client answer the same.
 *
 * Wrong secrets are counted per client and network, so that guessing at one place locks nobody out at another; a success
 * writes nothing before its answer.
 * @throws Refusal invalid_client with WWW-Authenticate; invalid_request: two methods or two clients at once;
 * too_many_attempts with Retry-After
 */
export async function authenticateClient(ctx: Context, request: Request, form: Form): Promise<AuthenticatedClient> {
  const shown = presented(request.headers, form);
  const attempts: Throttled = { what: "client-secret", subject: `${networkOf(ctx.origin.ip)} ${shown.key}` };
  const key = await storedKey(ctx, shown.key, form);
  const row = await findClient({ key, throttle: throttleKey(attempts) });
  const { failures, failuresEndAt } = row;
  if (failures !== null && failures >= ATTEMPTS.limit && failuresEndAt !== null && failuresEndAt > ctx.now.getTime())
    throw tooManyAttempts(new Date(failuresEndAt), ctx.now);
  const { isProven, secretId } = proofOf(row, shown, ctx.now);
  // A client has one name on the wire: that of a document is its address, never the key that it is stored under.
  if (row.id === null || !isProven || row.key !== shown.key) {
    await spendAttempt(ctx, { ...attempts, ...ATTEMPTS });
    throw invalidClient("unknown client or wrong secret");
  }
  if (row.isEnded) throw invalidClient("disabled");
  recordUse(ctx, { kind: "client", id: row.id });
  if (secretId) recordUse(ctx, { kind: "client_secret", id: secretId });
  return clientOf({ ...row, id: row.id });
}

/** The same request with its client as the one who acts. */
export const actingAs = (ctx: Context, { id, name, companyId }: AuthenticatedClient): Context => ({
  ...ctx,
  actor: { kind: "client", clientId: id, name, companyId } satisfies Actor,
});
