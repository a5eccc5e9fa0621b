import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { asRefusal } from "@/lib/doors/refuse";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { allow } from "@/lib/grants/allow";
import { ceilingOf } from "./ceiling";
import { issueCode } from "./code";
import { requirePerson } from "./consent";
import { confirmPath, consentPath } from "./consent-address";
import { isCsrfToken } from "./csrf";
import { errorPage } from "./error-page";
import { readForm } from "./form";
import { spendPushed } from "./pushed";
import { answerUri, errorOf, seeOther } from "./redirect";
import { isRequestId, isSignInTooOld, whyNotMine } from "./rules";
import { claimDecision, findRequest, isMember } from "./store";

export type Decision = Readonly<{ request: string; decision: "allow" | "deny"; csrf: string }>;

type Claimed = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

type Decider = ReturnType<typeof requirePerson>;

/** Takes the request's one decision for this session, or says why it cannot be had. */
async function claimed(ctx: Context, id: string, { sessionId, authenticatedAt }: Decider): Promise<Claimed> {
  const { db, now } = ctx;
  const isMine = await claimDecision(db, { id, sessionId, now });
  const request = await findRequest(db, id);
  if (!isMine || !request) throw whyNotMine(request, sessionId, now) ?? new Refusal("request_expired");
  if (request.client.disabledAt || request.client.removedAt) throw new Refusal("unknown_client");
  if (isSignInTooOld(authenticatedAt, request.authenticatedAfter)) {
    const Location = confirmPath(consentPath(id, request.redirectUri));
    throw new Refusal("fresh_sign_in_required", { headers: { Location } });
  }
  if (request.pushedRequestId !== null) await spendPushed(ctx, request.pushedRequestId);
  return request;
}

const nothingOffered = (): Refusal =>
  new Refusal("invalid_scope", { description: "nothing that was asked for is offered any more" });

async function denied(ctx: Context, { client, scopes }: Claimed): Promise<Record<string, string>> {
  await record(ctx, {
    action: "grant.denied",
    companyId: client.companyId,
    target: { kind: "client", id: client.id, name: client.name },
    details: { scopes },
  });
  return errorOf(new Refusal("access_denied", { description: "the person did not allow it" }), ctx.origin.requestId);
}

async function allowed(ctx: Context, request: Claimed, person: Decider): Promise<Record<string, string>> {
  const { client, redirectUri, audience, codeChallenge, nonce, dpopJkt } = request;
  const { userId, authenticatedAt } = person;
  if (!(await isMember(ctx.db, userId, client.companyId)))
    throw new Refusal("forbidden", { description: "only members of the company can allow access to its data" });
  // What the request asked, less what has been taken from the client since: never what the form says.
  const ceiling = new Set((await ceilingOf(ctx, client)).map(({ key }) => key));
  const scopes = request.scopes.filter((scope) => ceiling.has(scope));
  if (scopes.length === 0) return errorOf(nothingOffered(), ctx.origin.requestId);
  const grantId = await allow(ctx, { client, userId, scopes });
  const bound = { grantId, clientId: client.id, userId, redirectUri, scopes, audience, codeChallenge };
  const carried = { nonce, dpopJkt, authenticatedAt, details: null };
  return { code: (await issueCode(ctx, { ...bound, ...carried })).reveal() };
}

/**
 * What the signed-in person decides about a waiting request: once, in the session that it belongs to, and with grant,
 * code and log in one transaction.
 *
 * @returns the address at the client that holds the answer: a code, or `access_denied`
 * @throws Refusal sign_in_required; wrong_origin when the form is not the one that this session was given;
 * request_expired, not_your_request, unknown_client as for `readConsent`; forbidden when somebody who is not of the
 * client's company allows; fresh_sign_in_required, with the address that leads to a newer sign-in and back;
 * invalid_request_uri when the pushed request behind it was answered in another window
 */
export async function decideRequest(given: Context, { request: id, decision, csrf }: Decision): Promise<string> {
  const person = requirePerson(given);
  const { sessionId } = person;
  if (!isRequestId(id)) throw new Refusal("request_expired");
  if (!isCsrfToken({ sessionId, requestId: id }, csrf)) throw new Refusal("wrong_origin", { detail: "csrf" });
  return inTransaction(given, async (ctx) => {
    const request = await claimed(ctx, id, person);
    const answer = decision === "allow" ? await allowed(ctx, request, person) : await denied(ctx, request);
    return answerUri(request, answer);
  });
}

/** `null` and none are as wrong as another's (catalogue #64): every browser sends Origin with a form's POST. */
function requireOwnOrigin({ headers }: Request): void {
  const origin = headers.get("origin");
  if (origin !== issuerUrl()) throw new Refusal("wrong_origin", { detail: origin });
}

async function decisionIn(request: Request): Promise<Decision> {
  const form = await readForm(request);
  const decision = form.get("decision");
  if (decision !== "allow" && decision !== "deny") throw new Refusal("invalid_request");
  return { request: form.get("request") ?? "", csrf: form.get("csrf") ?? "", decision };
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
