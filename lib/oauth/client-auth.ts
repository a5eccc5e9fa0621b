import "server-only";
import type { Actor, Context } from "@/lib/context";
import { hashesOf, hashOf, sameHash } from "@/lib/crypto/hash";
import { minutes } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { type Algorithm, isAlgorithm } from "@/lib/keys/rules";
import { networkOf } from "@/lib/policy/network";
import { isWindowOpen, spendAttempt, type Throttled, throttleKey, tooManyAttempts } from "@/lib/policy/throttle";
import type { Asker } from "@/lib/tokens/oauth/issued";
import { recordUse } from "@/lib/usage/record";
import { BASIC_CHALLENGE } from "@/lib/verify/challenge";
import { type GrantedScope, pairedScopes } from "@/lib/verify/rules";
import { type Assertion, provenAssertion, spendAssertion } from "./client-assertion";
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
    /** What signs its ID tokens. */
    idTokenAlgorithm: Algorithm;
    /** The audience of the API that this client is, if it is one. */
    resourceServer: string | null;
    /** The access that an administrator gave it, and what that allows at this moment. */
    standing: Readonly<{ grantId: string; scopes: readonly GrantedScope[] }> | null;
  }>;

/** Failures that are free to one client from one network. */
const OF_CLIENT = { limit: 20, windowMs: minutes(15) };
/** Failures that are free to one network with all clients together, those included that it invents. */
const OF_NETWORK = { limit: 200, windowMs: minutes(15) };
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
    throw new Refusal("invalid_request", { description: "the request names two different clients" });
  if (found === "assertion_type")
    throw new Refusal("invalid_request", {
      description: "client_assertion goes with client_assertion_type jwt-bearer (RFC 7523), and neither goes alone",
    });
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

/** What was proven: by which secret, or by which assertion, which is then to be spent. */
type Proof = Readonly<{ secretId: string | null; assertion: Assertion | null }>;
type Known = ClientRow & { id: string };

const isKnown = (row: ClientRow): row is Known => row.id !== null;

/** What shows that it is the client, by the one method that it is registered with; or for our log why nothing does. */
async function proofOf(ctx: Context, row: ClientRow, shown: PresentedClient): Promise<Proof | { problem: string }> {
  const nothing = { secretId: null, assertion: null };
  if (shown.method === "none") return row.isPublic ? nothing : { problem: "it has to authenticate" };
  if (shown.method === "private_key_jwt") {
    if (row.isPublic || row.authMethod !== "private_key_jwt") return { problem: "it is not registered with a key" };
    const assertion = await provenAssertion(ctx, row, shown.assertion);
    return "problem" in assertion ? assertion : { ...nothing, assertion };
  }
  const secretId = matchingSecret(row, shown.secret, ctx.now);
  if (row.isPublic || row.authMethod !== "client_secret") return { problem: "it is not registered with a secret" };
  return secretId === null ? { problem: "wrong secret" } : { ...nothing, secretId };
}

/**
 * Counts a failure and refuses. A client that is there is counted first, so that nobody guesses on where the network has
 * none left; one that is not is counted after, so that a network leaves so many rows behind and no more, however many
 * clients it invents. Both are answered alike.
 */
async function failed(ctx: Context, { row, attempts, detail }: Failure): Promise<never> {
  const ofClient = { ...attempts, ...OF_CLIENT };
  const ofNetwork = { what: "client-network", subject: networkOf(ctx.origin.ip), ...OF_NETWORK };
  for (const one of isKnown(row) ? [ofClient, ofNetwork] : [ofNetwork, ofClient]) await spendAttempt(ctx, one);
  throw invalidClient(detail);
}
type Failure = { row: ClientRow; attempts: Throttled; detail: string };

function jwtApisOf({ jwtAudiences, jwtAlgorithms }: ClientRow): Asker["jwtApis"] {
  const pairs = (jwtAudiences ?? []).flatMap((audience, index) => {
    const algorithm = jwtAlgorithms?.[index];
    return isAlgorithm(algorithm) ? [[audience, algorithm] as const] : [];
  });
  return new Map(pairs);
}

const clientOf = (row: Known): AuthenticatedClient => ({
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
  idTokenAlgorithm: isAlgorithm(row.idTokenAlgorithm) ? row.idTokenAlgorithm : "RS256",
  resourceServer: row.resourceServer,
  standing: row.grantId ? { grantId: row.grantId, scopes: pairedScopes(row.scopes, row.scopeAudiences) } : null,
});

/**
 * The client that a request comes from (RFC 6749 §2.3.1, §3.2.1): `client_secret_basic`, `client_secret_post`,
 * `private_key_jwt` (RFC 7523 §2.2), or the name alone for a public client. An unknown client, a wrong or ended secret, an
 * assertion that is wrong or was used, and a disabled client answer the same.
 *
 * Failures are counted per client and network, so that guessing at one place locks nobody out at another; a success with
 * a secret writes nothing before its answer, one with an assertion spends it, once for all processes.
 * @throws Refusal invalid_client with WWW-Authenticate; invalid_request: two methods or two clients at once, or half an
 * assertion; too_many_attempts with Retry-After; client_awaits_approval
 */
export async function authenticateClient(ctx: Context, request: Request, form: Form): Promise<AuthenticatedClient> {
  const shown = presented(request.headers, form);
  const attempts: Throttled = { what: "client-secret", subject: `${networkOf(ctx.origin.ip)} ${shown.key}` };
  const key = await storedKey(ctx, shown.key, form);
  const row = await findClient({ key, throttle: throttleKey(attempts) });
  const { failures, failuresEndAt } = row;
  if (
    failures !== null &&
    failures >= OF_CLIENT.limit &&
    failuresEndAt !== null &&
    isWindowOpen(failuresEndAt, ctx.now, OF_CLIENT.windowMs)
  )
    throw tooManyAttempts(new Date(failuresEndAt), ctx.now);
  const proof = await proofOf(ctx, row, shown);
  // A client has one name on the wire: that of a document is its address, never the key that it is stored under.
  if (!isKnown(row) || row.key !== shown.key) return failed(ctx, { row, attempts, detail: "unknown client" });
  if ("problem" in proof) return failed(ctx, { row, attempts, detail: proof.problem });
  if (row.isEnded) throw invalidClient("disabled");
  if (row.awaitsApproval) throw new Refusal("client_awaits_approval");
  if (proof.assertion && !(await spendAssertion(ctx, row.id, proof.assertion)))
    return failed(ctx, { row, attempts, detail: "the assertion was used before" });
  recordUse(ctx, { kind: "client", id: row.id });
  if (proof.secretId) recordUse(ctx, { kind: "client_secret", id: proof.secretId, caller: ctx.origin });
  return clientOf(row);
}

/** The same request with its client as the one who acts. */
export const actingAs = (ctx: Context, { id, name, companyId }: AuthenticatedClient): Context => ({
  ...ctx,
  actor: { kind: "client", clientId: id, name, companyId } satisfies Actor,
});
