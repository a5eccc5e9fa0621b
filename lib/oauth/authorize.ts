import "server-only";
import type { Actor, Context } from "@/lib/context";
import { newOpaqueId } from "@/lib/crypto/id";
import { inTransaction } from "@/lib/db/transaction";
import { asRefusal } from "@/lib/doors/refuse";
import { after, minutes } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { heldGrant } from "@/lib/grants/held";
import { networkOf } from "@/lib/policy/network";
import { requireRate } from "@/lib/policy/rate";
import { spendRequest } from "@/lib/policy/throttle";
import { mayBounce } from "./bounce";
import { issueCode } from "./code";
import { confirmPath, consentPath } from "./consent-address";
import { questionsOf, rememberedAnswer } from "./consent-questions";
import { admittedKey, isDocumentId } from "./document-client";
import { errorPage } from "./error-page";
import { readHint } from "./id-token";
import { noteUnauthorized } from "./noted";
import { type Parameters, parametersOf, sentParameters } from "./parameters";
import { type Pushed, pushedRequest, spendPushed } from "./pushed";
import { answerUri, errorOf, seeOther, type Target } from "./redirect";
import { authenticatedAfter, isClientKey, mayRemember, needsSignIn } from "./rules";
import { findClientByKey, insertRequest, isMember } from "./store";
import { type RequestingClient, targetOf, type Validated, validated } from "./validate";

/** How long a person has to sign in and decide. */
const PATIENCE = minutes(10);

/** Requests of one network, an office behind one address included, that are looked at: by each process, before anything is read. */
const LOOKED_AT = { what: "authorize", limit: 300, windowMs: minutes(1) };
/** Requests of one network for one client that may wait for a decision at a time, over all processes. */
const WAITING = { what: "authorize-waiting", limit: 1000, windowMs: PATIENCE };

/** A good request, the pushed one that it was opened from, if it was, and who is expected to answer it, if it says so. */
type Opened = Validated & Readonly<{ pushed: Pushed | null; expectedUserId: string | null }>;

async function provenClient(ctx: Context, parameters: Parameters): Promise<RequestingClient> {
  const { one, isDoubled } = parameters;
  if (isDoubled("client_id"))
    throw new Refusal("invalid_request", { description: "client_id was sent more than once" });
  const key = one("client_id");
  if (!key) throw new Refusal("invalid_request", { description: "client_id is missing" });
  const stored = isDocumentId(key) ? await admittedKey(ctx, key, parameters) : isClientKey(key) ? key : null;
  const client = stored === null ? null : await findClientByKey(ctx.db, stored);
  if (!client || client.disabledAt || client.removedAt || (client.documentUrl ?? client.key) !== key)
    throw new Refusal("unknown_client", { description: "no client has this client_id, or it is disabled" });
  return client;
}

/** The person whose sign-in will do for this request: recent enough, and the one who is expected. */
function signedInFor(
  { actor, now }: Context,
  { asked, expectedUserId }: Opened,
): Extract<Actor, { kind: "person" }> | null {
  if (actor.kind !== "person" || needsSignIn(asked, actor.authenticatedAt, now)) return null;
  return expectedUserId === null || expectedUserId === actor.userId ? actor : null;
}

/** The code for what this person has allowed this client before, where that is enough; null: they must be asked. */
async function remembered(ctx: Context, opened: Opened) {
  const { client, target, asked, audience, pushed, ...held } = opened;
  const actor = signedInFor(ctx, opened);
  if (!actor || !mayRemember(client, asked)) return null;
  const grant = await heldGrant(ctx, { clientId: client.id, userId: actor.userId });
  const answer = grant && rememberedAnswer(questionsOf({ client, ...held }, held.ceiling, grant));
  if (!answer || !(await isMember(ctx.db, actor.userId, client.companyId))) return null;
  const { redirectUri } = target;
  const bound = { ...answer, grantId: grant.id, clientId: client.id, userId: actor.userId, redirectUri, audience };
  const { codeChallenge, nonce, dpopJkt } = asked;
  const { authenticatedAt } = actor;
  const issue = (within: Context) => issueCode(within, { ...bound, codeChallenge, nonce, dpopJkt, authenticatedAt });
  if (!pushed) return issue(ctx);
  return inTransaction(ctx, async (tx) => {
    await spendPushed(tx, pushed.id);
    return issue(tx);
  });
}

/** `prompt=none` without a code: why no page may be shown (OpenID Connect Core §3.1.2.6). */
const unaskable = (ctx: Context, opened: Opened): Refusal =>
  new Refusal(signedInFor(ctx, opened) ? "consent_required" : "login_required");

/** Keeps the request and sends the reader to the page that asks them, by way of their password where that is wished. */
async function toConsent(ctx: Context, { client, target, asked, ...held }: Opened) {
  const { db, now, actor, origin } = ctx;
  await spendRequest(ctx, { ...WAITING, subject: `${networkOf(origin.ip)} ${client.id}` });
  const id = newOpaqueId();
  await insertRequest(db, {
    ...target,
    id,
    clientId: client.id,
    scopes: held.scopes,
    audience: held.audience,
    codeChallenge: asked.codeChallenge,
    details: held.details,
    nonce: asked.nonce,
    dpopJkt: asked.dpopJkt,
    uiLocales: asked.uiLocales,
    loginHint: asked.loginHint,
    authenticatedAfter: authenticatedAfter(asked, now),
    pushedRequestId: held.pushed?.id ?? null,
    createdAt: now,
    expiresAt: after(now, PATIENCE),
  });
  const path = consentPath(id, target.redirectUri, asked.uiLocales);
  const isStale = actor.kind === "person" && needsSignIn(asked, actor.authenticatedAt, now);
  return seeOther(isStale ? confirmPath(path) : path);
}

async function answered(ctx: Context, request: Opened): Promise<Response> {
  const code = await remembered(ctx, request);
  if (code) return seeOther(answerUri(request.target, { code: code.reveal() }));
  if (request.asked.prompts.has("none")) throw unaskable(ctx, request);
  return toConsent(ctx, request);
}

/** What is asked: by the pushed request that `sent` refers to, or by `sent` itself where the client may do that. */
async function opened(ctx: Context, sent: Parameters, client: RequestingClient) {
  const pushed = await pushedRequest(ctx, sent, client);
  return { pushed, parameters: pushed?.parameters ?? sent };
}

/**
 * Whom an `id_token_hint` names; null: the client expects nobody. Only an ID token that was made for this client counts.
 * @throws Refusal invalid_request
 */
async function expectedUser(ctx: Context, { asked, client }: Validated): Promise<string | null> {
  if (asked.idTokenHint === null) return null;
  const hint = await readHint(ctx, asked.idTokenHint);
  if (hint?.clientKey !== client.key)
    throw new Refusal("invalid_request", { description: "id_token_hint is no ID token that was made for this client" });
  return hint.userId;
}

function requirePushed({ requiresPar }: RequestingClient, pushed: Pushed | null): void {
  if (requiresPar && !pushed)
    throw new Refusal("invalid_request", { description: "this client must push its requests (RFC 9126)" });
}

/**
 * Told on a page of ours even where the client is known: of a reference that leads nowhere it is not known any more what
 * it stood for, and a flood is not passed on to the client.
 */
const ON_OUR_PAGE: ReadonlySet<string> = new Set(["invalid_request_uri", "too_many_requests"]);

/**
 * The authorization endpoint (RFC 6749 §3.1), for GET and for a form's POST. Client first, then redirection URI, then the
 * rest: until both are proven a refusal is a page of ours and sends the browser nowhere (§4.1.2.1); after that every
 * refusal, a fault of ours included, is told to the client with `state` and `iss`, unless nobody vouches for that client.
 * A request that was pushed (RFC 9126 §4) is checked again like one that was not. What is good is kept for ten minutes and
 * put before the person; what they have allowed before is answered at once, to confidential clients.
 *
 * More than 300 requests a minute of one network, and more than 1,000 that wait from it for one client, are answered 429
 * with Retry-After, on a page of ours.
 */
export async function authorize(ctx: Context, request: Request): Promise<Response> {
  const { requestId } = ctx.origin;
  let uiLocales: string | null = null;
  let received: string | null = null;
  let target: Target | null = null;
  let asking: Parameters | null = null;
  try {
    requireRate(LOOKED_AT, networkOf(ctx.origin.ip));
    const sent = parametersOf(await sentParameters(request));
    asking = sent;
    uiLocales = sent.one("ui_locales");
    received = sent.one("client_id");
    const client = await provenClient(ctx, sent);
    const { parameters, pushed } = await opened(ctx, sent, client);
    asking = parameters;
    uiLocales = parameters.one("ui_locales");
    received = parameters.one("redirect_uri");
    const proven = targetOf(parameters, client);
    if (mayBounce(ctx, client, parameters)) target = proven;
    requirePushed(client, pushed);
    const good = await validated(ctx, parameters, { client, target: proven });
    return await answered(ctx, { ...good, pushed, expectedUserId: await expectedUser(ctx, good) });
  } catch (error) {
    const refusal = asRefusal(error, requestId);
    if (asking) noteUnauthorized(ctx, refusal, asking.one);
    if (target && !ON_OUR_PAGE.has(refusal.name)) return seeOther(answerUri(target, errorOf(refusal, requestId)));
    return errorPage(refusal, request, { requestId, uiLocales, received });
  }
}
