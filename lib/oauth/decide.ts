import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { asRefusal } from "@/lib/doors/refuse";
import { after } from "@/lib/duration";
import { publicOrigin } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { allow } from "@/lib/grants/allow";
import { SHORT_ACCESS } from "@/lib/grants/rules";
import { issueCode } from "./code";
import { questionsFor, requirePerson } from "./consent";
import { confirmPath, consentPath } from "./consent-address";
import { type Answers, answersIn, type Given, givenBy, LASTING, PROBLEMS, WEEK } from "./consent-answers";
import { isCsrfToken } from "./csrf";
import { errorPage } from "./error-page";
import { readForm } from "./form";
import { spendPushed } from "./pushed";
import { answerUri, errorOf, seeOther } from "./redirect";
import { isRequestId, isSignInTooOld, whyNotMine } from "./rules";
import { claimDecision, findRequest, isMember, updateDraft } from "./store";

export type Decision = Readonly<{
  request: string;
  /** `look`: neither, but the page once more. A form that Enter sends is that, as it must not decide. */
  decision: "allow" | "deny" | "look";
  csrf: string;
  /** What else the form sends, by field; left out: nothing. */
  sent?: (name: string) => string | undefined;
}>;

type Waiting = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

type Decider = ReturnType<typeof requirePerson>;

/** The request, while this session may decide it. */
async function waiting({ db, now }: Context, id: string, { sessionId, authenticatedAt }: Decider): Promise<Waiting> {
  const request = await findRequest(db, id);
  const problem = whyNotMine(request, sessionId, now);
  if (problem || !request) throw problem ?? new Refusal("request_expired");
  if (request.client.disabledAt || request.client.removedAt) throw new Refusal("unknown_client");
  if (isSignInTooOld(authenticatedAt, request.authenticatedAfter)) {
    const Location = confirmPath(consentPath(id, request.redirectUri, request.uiLocales));
    throw new Refusal("fresh_sign_in_required", { headers: { Location } });
  }
  return request;
}

/** Takes the one decision that the request has, for this session, or says why it cannot be had. */
async function claim(ctx: Context, { id, pushedRequestId }: Waiting, { sessionId }: Decider): Promise<void> {
  const { db, now } = ctx;
  if (!(await claimDecision(db, { id, sessionId, now })))
    throw whyNotMine(await findRequest(db, id), sessionId, now) ?? new Refusal("request_expired");
  if (pushedRequestId !== null) await spendPushed(ctx, pushedRequestId);
}

type Deciding = { request: Waiting; person: Decider; sent: (name: string) => string | undefined };
type Until = { expiresAt: Date | null };

/** What a decision comes to: an answer for the client, or, where something is missing, the page once more. */
type Outcome = { answer: Record<string, string> } | { page: string };

const nothingOffered = (): Refusal =>
  new Refusal("invalid_scope", { description: "nothing that was asked for is offered any more" });

async function denied(ctx: Context, { request, person }: Deciding): Promise<Outcome> {
  await claim(ctx, request, person);
  const { client, scopes } = request;
  await record(ctx, {
    action: "grant.denied",
    companyId: client.companyId,
    target: { kind: "client", id: client.id, name: client.name },
    details: { scopes },
  });
  const refusal = new Refusal("access_denied", { description: "the person did not allow it" });
  return { answer: errorOf(refusal, ctx.origin.requestId) };
}

async function codeFor(ctx: Context, { request, person }: Deciding, given: Pick<Given, "scopes" | "details"> & Until) {
  const { client, redirectUri, audience, codeChallenge, nonce, dpopJkt } = request;
  const { userId, authenticatedAt } = person;
  const { scopes, details, expiresAt } = given;
  const grantId = await allow(ctx, { client, userId, scopes, details, expiresAt });
  const bound = { grantId, clientId: client.id, userId, redirectUri, scopes, audience, codeChallenge };
  return (await issueCode(ctx, { ...bound, nonce, dpopJkt, authenticatedAt, details })).reveal();
}

/** The page once more, with what was answered so far. The request goes on waiting. */
async function again({ db, now }: Context, { request, person }: Deciding, draft: Answers): Promise<Outcome> {
  await updateDraft(db, { id: request.id, sessionId: person.sessionId, now, draft });
  return { page: `${consentPath(request.id, request.redirectUri)}#${PROBLEMS}` };
}

async function looked(ctx: Context, deciding: Deciding): Promise<Outcome> {
  const { questions } = await questionsFor(ctx, deciding.request, deciding.person);
  return again(ctx, deciding, answersIn(questions, deciding.sent));
}

/**
 * What the person gives: what the request asked, less what has been taken from its client since and what they left out,
 * with the values that they chose. Never what the form adds.
 */
async function allowed(ctx: Context, deciding: Deciding): Promise<Outcome> {
  const { request, person, sent } = deciding;
  const { client } = request;
  if (!(await isMember(ctx.db, person.userId, client.companyId)))
    throw new Refusal("forbidden", { description: "only members of the company can allow access to its data" });
  const { questions } = await questionsFor(ctx, request, person);
  const answers = answersIn(questions, sent);
  const given = givenBy(questions, answers);
  if (questions.length > 0 && Object.keys(given.problems).length > 0) return again(ctx, deciding, answers);
  await claim(ctx, request, person);
  if (questions.length === 0) return { answer: errorOf(nothingOffered(), ctx.origin.requestId) };
  const expiresAt = answers[LASTING] === WEEK ? after(ctx.now, SHORT_ACCESS) : null;
  return { answer: { code: await codeFor(ctx, deciding, { ...given, expiresAt }) } };
}

const DECISIONS = { allow: allowed, deny: denied, look: looked };

/**
 * What the signed-in person decides about a waiting request: once, in the session that it belongs to, and with grant,
 * code and log in one transaction.
 *
 * @returns the address at the client that holds the answer: a code, or `access_denied`; where something of what the page
 * asks is missing or wrong, the address of the page, which shows what was typed, and the request goes on waiting
 * @throws Refusal sign_in_required; wrong_origin when the form is not the one that this session was given;
 * request_expired, not_your_request, unknown_client as for `readConsent`; forbidden when somebody who is not of the
 * client's company allows; fresh_sign_in_required, with the address that leads to a newer sign-in and back;
 * invalid_request_uri when the pushed request behind it was answered in another window
 */
export async function decideRequest(given: Context, decided: Decision): Promise<string> {
  const { request: id, decision, csrf, sent = () => undefined } = decided;
  const person = requirePerson(given);
  const { sessionId } = person;
  if (!isRequestId(id)) throw new Refusal("request_expired");
  if (!isCsrfToken({ sessionId, requestId: id }, csrf)) throw new Refusal("wrong_origin", { detail: "csrf" });
  return inTransaction(given, async (ctx) => {
    const request = await waiting(ctx, id, person);
    const outcome = await DECISIONS[decision](ctx, { request, person, sent });
    return "page" in outcome ? outcome.page : answerUri(request, outcome.answer);
  });
}

/** `null` and none are as wrong as another's (catalogue #64): every browser sends Origin with a form's POST. */
function requireOwnOrigin({ headers }: Request): void {
  const origin = headers.get("origin");
  if (origin !== publicOrigin()) throw new Refusal("wrong_origin", { detail: origin });
}

async function decisionIn(request: Request): Promise<Decision> {
  const form = await readForm(request);
  const decision = form.get("decision");
  if (decision !== "allow" && decision !== "deny" && decision !== "look") throw new Refusal("invalid_request");
  return { request: form.get("request") ?? "", csrf: form.get("csrf") ?? "", decision, sent: form.get };
}

/**
 * `POST /oauth/decide`: the form of the consent page, answered with 303 to the client. A person reads its refusals, so
 * they are pages.
 */
export async function decide(ctx: Context, request: Request): Promise<Response> {
  try {
    requireOwnOrigin(request);
    return seeOther(await decideRequest(ctx, await decisionIn(request)));
  } catch (error) {
    const { requestId } = ctx.origin;
    const refusal = asRefusal(error, requestId);
    const { Location } = refusal.headers;
    return Location ? seeOther(Location) : errorPage(refusal, request, { requestId });
  }
}
