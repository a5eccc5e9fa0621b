import "server-only";
import type { Context } from "@/lib/context";
import { newOpaqueId } from "@/lib/crypto/id";
import { inTransaction } from "@/lib/db/transaction";
import { asRefusal } from "@/lib/doors/refuse";
import { after, minutes } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { heldGrant } from "@/lib/grants/held";
import { missing } from "@/lib/grants/rules";
import { mayBounce } from "./bounce";
import { issueCode } from "./code";
import { confirmPath, consentPath } from "./consent-address";
import { admittedKey, isDocumentId } from "./document-client";
import { errorPage } from "./error-page";
import { type Parameters, parametersOf, sentParameters } from "./parameters";
import { type Pushed, pushedRequest, spendPushed } from "./pushed";
import { answerUri, seeOther, type Target } from "./redirect";
import { type Asked, authenticatedAfter, mayRemember, needsSignIn } from "./rules";
import { findClientByKey, insertRequest, isMember } from "./store";
import { type RequestingClient, targetOf, type Validated, validated } from "./validate";

/** How long a person has to sign in and decide. */
const PATIENCE = minutes(10);

/** A good request, and the pushed one that it was opened from, if it was. */
type Opened = Validated & Readonly<{ pushed: Pushed | null }>;

/** Names a client: printable ASCII. Anything else is nobody's, and a NUL would upset the database. */
const CLIENT_ID = /^[\x21-\x7E]{1,100}$/;

async function provenClient(ctx: Context, parameters: Parameters): Promise<RequestingClient> {
  const { one, isDoubled } = parameters;
  if (isDoubled("client_id"))
    throw new Refusal("invalid_request", { description: "client_id was sent more than once" });
  const key = one("client_id");
  if (!key) throw new Refusal("invalid_request", { description: "client_id is missing" });
  const stored = isDocumentId(key) ? await admittedKey(ctx, key, parameters) : CLIENT_ID.test(key) ? key : null;
  const client = stored === null ? null : await findClientByKey(ctx.db, stored);
  if (!client || client.disabledAt || client.removedAt || (client.documentUrl ?? client.key) !== key)
    throw new Refusal("unknown_client", { description: "no client has this client_id, or it is disabled" });
  return client;
}

/** The code for what this person has allowed this client before, where that is enough; null: they must be asked. */
async function remembered(ctx: Context, { client, target, asked, scopes, audience, pushed }: Opened) {
  const { actor } = ctx;
  if (actor.kind !== "person" || !mayRemember(client, asked)) return null;
  if (needsSignIn(asked, actor.authenticatedAt, ctx.now)) return null;
  const grant = await heldGrant(ctx, { clientId: client.id, userId: actor.userId });
  if (!grant || missing(grant.scopes, scopes).length > 0) return null;
  if (!(await isMember(ctx.db, actor.userId, client.companyId))) return null;
  const { redirectUri } = target;
  const bound = { grantId: grant.id, clientId: client.id, userId: actor.userId, redirectUri, scopes, audience };
  const { codeChallenge, nonce, dpopJkt } = asked;
  const { authenticatedAt } = actor;
  const issue = (within: Context) =>
    issueCode(within, { ...bound, codeChallenge, nonce, dpopJkt, authenticatedAt, details: null });
  if (!pushed) return issue(ctx);
  return inTransaction(ctx, async (tx) => {
    await spendPushed(tx, pushed.id);
    return issue(tx);
  });
}

/** `prompt=none` without a code: why no page may be shown (OpenID Connect Core §3.1.2.6). */
function unaskable({ actor, now }: Context, asked: Asked): Refusal {
  const isSignedIn = actor.kind === "person" && !needsSignIn(asked, actor.authenticatedAt, now);
  return new Refusal(isSignedIn ? "consent_required" : "login_required");
}

/** Keeps the request and sends the reader to the page that asks them, by way of their password where that is wished. */
async function toConsent({ db, now, actor }: Context, { client, target, asked, ...held }: Opened) {
  const id = newOpaqueId();
  await insertRequest(db, {
    ...target,
    id,
    clientId: client.id,
    scopes: held.scopes,
    audience: held.audience,
    codeChallenge: asked.codeChallenge,
    details: null,
    nonce: asked.nonce,
    dpopJkt: asked.dpopJkt,
    uiLocales: asked.uiLocales,
    loginHint: asked.loginHint,
    authenticatedAfter: authenticatedAfter(asked, now),
    pushedRequestId: held.pushed?.id ?? null,
    createdAt: now,
    expiresAt: after(now, PATIENCE),
  });
  const path = consentPath(id, target.redirectUri);
  const isStale = actor.kind === "person" && needsSignIn(asked, actor.authenticatedAt, now);
  return seeOther(isStale ? confirmPath(path) : path);
}

async function answered(ctx: Context, request: Opened): Promise<Response> {
  const code = await remembered(ctx, request);
  if (code) return seeOther(answerUri(request.target, { code: code.reveal() }));
  if (request.asked.prompts.has("none")) throw unaskable(ctx, request.asked);
  return toConsent(ctx, request);
}

/** What is asked: by the pushed request that `sent` refers to, or by `sent` itself where the client may do that. */
async function opened(ctx: Context, sent: Parameters, client: RequestingClient) {
  const pushed = await pushedRequest(ctx, sent, client);
  return { pushed, parameters: pushed?.parameters ?? sent };
}

function requirePushed({ requiresPar }: RequestingClient, pushed: Pushed | null): void {
  if (requiresPar && !pushed)
    throw new Refusal("invalid_request", { description: "this client must push its requests (RFC 9126)" });
}

const errorAnswer = (target: Target, { oauth, description }: Refusal): Response =>
  seeOther(answerUri(target, { error: oauth, error_description: description }));

/**
 * The authorization endpoint (RFC 6749 §3.1), for GET and for a form's POST. Client first, then redirection URI, then the
 * rest: until both are proven a refusal is a page of ours and sends the browser nowhere (§4.1.2.1); after that every
 * refusal, a fault of ours included, is told to the client with `state` and `iss`, unless nobody vouches for that client.
 * A request that was pushed (RFC 9126 §4) is checked again like one that was not. What is good is kept for ten minutes and
 * put before the person; what they have allowed before is answered at once, to confidential clients.
 */
export async function authorize(ctx: Context, request: Request): Promise<Response> {
  const { requestId } = ctx.origin;
  let uiLocales: string | null = null;
  let received: string | null = null;
  let target: Target | null = null;
  try {
    const sent = parametersOf(await sentParameters(request));
    uiLocales = sent.one("ui_locales");
    received = sent.one("client_id");
    const client = await provenClient(ctx, sent);
    const { parameters, pushed } = await opened(ctx, sent, client);
    uiLocales = parameters.one("ui_locales");
    received = parameters.one("redirect_uri");
    const proven = targetOf(parameters, client);
    if (mayBounce(ctx, client, parameters)) target = proven;
    requirePushed(client, pushed);
    return await answered(ctx, { ...(await validated(ctx, parameters, { client, target: proven })), pushed });
  } catch (error) {
    const refusal = asRefusal(error, requestId);
    // A reference that leads nowhere is always a page: what it stood for is not known any more.
    if (target && refusal.name !== "invalid_request_uri") return errorAnswer(target, refusal);
    return errorPage(refusal, request, { requestId, uiLocales, received });
  }
}
