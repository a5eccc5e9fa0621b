import "server-only";
import { matchesRedirectUri } from "@/lib/clients/redirect-uri";
import type { Context } from "@/lib/context";
import { newOpaqueId } from "@/lib/crypto/id";
import { asRefusal } from "@/lib/doors/refuse";
import { after, minutes } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { heldGrant } from "@/lib/grants/held";
import { missing } from "@/lib/grants/rules";
import { ceilingOf } from "./ceiling";
import { issueCode } from "./code";
import { consentPath } from "./consent-address";
import { errorPage } from "./error-page";
import { type Parameters, parametersOf, sentParameters } from "./parameters";
import { answerUri, seeOther, type Target } from "./redirect";
import { type Asked, checkedRequest, mayRemember, needsSignIn } from "./rules";
import { narrowed } from "./scope";
import { findClientByKey, insertRequest, isMember } from "./store";

/** How long a person has to sign in and decide. */
const PATIENCE = minutes(10);

type Client = NonNullable<Awaited<ReturnType<typeof findClientByKey>>>;
type Validated = Readonly<{
  client: Client;
  target: Target;
  asked: Asked;
  scopes: string[];
  audience: string[];
}>;

/** Names a client: printable ASCII. Anything else is nobody's, and a NUL would upset the database. */
const CLIENT_ID = /^[\x21-\x7E]{1,100}$/;

async function provenClient({ db }: Context, { one, isDoubled }: Parameters): Promise<Client> {
  if (isDoubled("client_id"))
    throw new Refusal("invalid_request", { description: "client_id was sent more than once" });
  const key = one("client_id");
  if (!key) throw new Refusal("invalid_request", { description: "client_id is missing" });
  const client = CLIENT_ID.test(key) ? await findClientByKey(db, key) : null;
  if (!client || client.disabledAt || client.removedAt)
    throw new Refusal("unknown_client", { description: "no client has this client_id, or it is disabled" });
  return client;
}

function provenRedirectUri({ one, isDoubled }: Parameters, { redirectUris, isPublic }: Client): string {
  if (isDoubled("redirect_uri"))
    throw new Refusal("invalid_request", { description: "redirect_uri was sent more than once" });
  const given = one("redirect_uri");
  const [only, ...others] = redirectUris;
  if (only === undefined)
    throw new Refusal("unauthorized_client", { description: "this client takes no part in an authorization" });
  // RFC 6749 §3.1.2.3: it may be left out where there is no doubt.
  if (given === null && others.length === 0) return only;
  if (given === null)
    throw new Refusal("invalid_redirect_uri", { description: "redirect_uri is missing, and several are registered" });
  if (!matchesRedirectUri(redirectUris, given, { isPublic }))
    throw new Refusal("invalid_redirect_uri", { description: "redirect_uri is none of the registered ones" });
  return given;
}

/** What a redirect can carry back whole: a longer state is refused here, as it can't be given back and is never cut. */
const LONGEST_STATE = 8192;

function carriedState({ one }: Parameters): string | null {
  const state = one("state");
  if (state !== null && state.length > LONGEST_STATE)
    throw new Refusal("invalid_request", { description: "state is too long" });
  return state;
}

/** What is asked, if it may be asked by this client: every refusal from here on is told to the client. */
async function validated(ctx: Context, parameters: Parameters, { client, target }: { client: Client; target: Target }) {
  if (client.grantType !== "authorization_code")
    throw new Refusal("unauthorized_client", { description: "this client is not registered for response_type code" });
  const asked = checkedRequest(parameters);
  const ceiling = await ceilingOf(ctx, client);
  const allowed = ceiling.map(({ key, api }) => ({ key, audience: api.audience }));
  return { client, target, asked, ...narrowed(allowed, asked) };
}

/** The code for what this person has allowed this client before, where that is enough; null: they must be asked. */
async function remembered(ctx: Context, { client, target, asked, scopes, audience }: Validated) {
  const { actor } = ctx;
  if (actor.kind !== "person" || !mayRemember(client, asked)) return null;
  if (needsSignIn(asked, actor.authenticatedAt, ctx.now)) return null;
  const grant = await heldGrant(ctx, { clientId: client.id, userId: actor.userId });
  if (!grant || missing(grant.scopes, scopes).length > 0) return null;
  if (!(await isMember(ctx.db, actor.userId, client.companyId))) return null;
  const { redirectUri } = target;
  const bound = { grantId: grant.id, clientId: client.id, userId: actor.userId, redirectUri, scopes, audience };
  return issueCode(ctx, { ...bound, codeChallenge: asked.codeChallenge });
}

/** `prompt=none` without a code: why no page may be shown (OpenID Connect Core §3.1.2.6). */
function unaskable({ actor, now }: Context, asked: Asked): Refusal {
  const isSignedIn = actor.kind === "person" && !needsSignIn(asked, actor.authenticatedAt, now);
  return new Refusal(isSignedIn ? "consent_required" : "login_required");
}

/** Keeps the request and sends the reader to the page that asks them, by way of their password where that is wished. */
async function toConsent({ db, now, actor }: Context, { client, target, asked, ...held }: Validated) {
  const id = newOpaqueId();
  await insertRequest(db, {
    ...target,
    id,
    clientId: client.id,
    scopes: held.scopes,
    audience: held.audience,
    codeChallenge: asked.codeChallenge,
    createdAt: now,
    expiresAt: after(now, PATIENCE),
  });
  const path = consentPath(id, target.redirectUri);
  const isStale = actor.kind === "person" && needsSignIn(asked, actor.authenticatedAt, now);
  return seeOther(isStale ? `/sign-in?${new URLSearchParams({ fresh: "1", to: path })}` : path);
}

async function answered(ctx: Context, request: Validated): Promise<Response> {
  const code = await remembered(ctx, request);
  if (code) return seeOther(answerUri(request.target, { code: code.reveal() }));
  if (request.asked.prompts.has("none")) throw unaskable(ctx, request.asked);
  return toConsent(ctx, request);
}

const errorAnswer = (target: Target, { oauth, description }: Refusal): Response =>
  seeOther(answerUri(target, { error: oauth, error_description: description }));

/**
 * The authorization endpoint (RFC 6749 §3.1), for GET and for a form's POST. Client first, then redirection URI, then the
 * rest: until both are proven a refusal is a page of ours and sends the browser nowhere (§4.1.2.1); after that every
 * refusal, a fault of ours included, is told to the client with `state` and `iss`. What is good is kept for ten minutes
 * and put before the person; what they have allowed before is answered at once, to confidential clients.
 */
export async function authorize(ctx: Context, request: Request): Promise<Response> {
  const { requestId } = ctx.origin;
  let uiLocales: string | null = null;
  let received: string | null = null;
  let target: Target | null = null;
  try {
    const parameters = parametersOf(await sentParameters(request));
    uiLocales = parameters.one("ui_locales");
    received = parameters.one("client_id");
    const client = await provenClient(ctx, parameters);
    received = parameters.one("redirect_uri");
    target = { redirectUri: provenRedirectUri(parameters, client), state: carriedState(parameters) };
    return await answered(ctx, await validated(ctx, parameters, { client, target }));
  } catch (error) {
    const refusal = asRefusal(error, requestId);
    return target ? errorAnswer(target, refusal) : errorPage(refusal, request, { requestId, uiLocales, received });
  }
}
