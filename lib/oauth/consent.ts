import "server-only";
import type { Details } from "@/lib/apis/details";
import type { OfferedScope } from "@/lib/apis/offered";
import type { ScopeParameter } from "@/lib/apis/parameters";
import type { Translated } from "@/lib/apis/system";
import { type ValueInWords, valueInWords } from "@/lib/apis/words";
import { isLoopback } from "@/lib/clients/redirect-uri";
import { webUrlProblem } from "@/lib/clients/web-url";
import type { Actor, Context } from "@/lib/context";
import { after } from "@/lib/duration";
import { type FieldError, Refusal } from "@/lib/errors";
import { heldGrant } from "@/lib/grants/held";
import { SHORT_ACCESS } from "@/lib/grants/rules";
import { ceilingOf } from "./ceiling";
import {
  type Answers,
  choiceName,
  choicesOf,
  fixedValue,
  givenBy,
  INCLUDED,
  includeName,
  isIncluded,
  LASTING,
  typedIn,
  valueName,
  WEEK,
} from "./consent-answers";
import { type Question, questionsOf } from "./consent-questions";
import { csrfToken } from "./csrf";
import { isRequestId, isSignInTooOld, whyNotMine } from "./rules";
import { claimForSession, findRequest, hasSessionEnded, isMember } from "./store";

type Person = Extract<Actor, { kind: "person" }>;

type WaitingRequest = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** A question about a parameter, as the page asks it. */
export type ConsentField = Readonly<{
  name: string;
  kind: ScopeParameter["kind"];
  names: Translated;
  isRequired: boolean;
  /** What the client has settled: shown, not asked. */
  fixed: ValueInWords | null;
  /** Of a list each has a name of its own; of a choice they share the field's. */
  choices: readonly { name: string; value: string; names: Translated; isChosen: boolean }[];
  typed: string;
  problem: FieldError | null;
}>;

export type ConsentScope = Pick<OfferedScope, "key" | "level" | "names" | "descriptions"> & {
  apiName: string;
  /** Allowed before, with all that is asked of it, and not taken back. */
  isAllowed: boolean;
  /** Null: it goes with the rest. */
  optional: { name: string; isTicked: boolean } | null;
  fields: ConsentField[];
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
    /** An administrator of the company has checked who makes it. */
    isVerified: boolean;
    /** Who described it: an administrator, a document at its own address, or it itself. */
    origin: "console" | "document" | "dynamic";
    /** Where its document is. */
    documentHost: string | null;
  };
  /** The company whose API it is about, and whose member the person must be to allow anything. */
  company: { name: string };
  person: { name: string; email: string };
  isMember: boolean;
  /** Where the answer goes. `host` is the whole host with its port, or, for an app's own scheme, that scheme. */
  redirect: { host: string; isLoopback: boolean };
  /** What it could do, by API in the API's order; what changes data first. Empty: nothing of it is offered any more. */
  scopes: ConsentScope[];
  /** At least one context has to be ticked, and none is. */
  includeProblem: FieldError | null;
  /** Whether the access shall end by itself after a week, as far as was said. */
  isShort: boolean;
  /** When that would be. */
  shortEndsAt: Date;
  /** Something of what was typed is missing or wrong. */
  hasProblems: boolean;
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

function fieldOf(question: Question, parameter: ScopeParameter, { answers, problems }: Typed): ConsentField {
  const { kind, names, isRequired } = parameter;
  const name = valueName(question, parameter);
  const [fixed, typed] = [fixedValue(question, parameter), typedIn(question, parameter, answers)];
  return {
    ...{ name, kind, names, isRequired },
    fixed: fixed === null ? null : valueInWords(parameter, fixed),
    choices: choicesOf(question, parameter).map((choice) => ({
      name: kind === "list" ? choiceName(name, choice) : name,
      value: choice.key,
      names: choice.names,
      isChosen: typed.includes(choice.key),
    })),
    typed: typed[0] ?? "",
    problem: problems[name] ?? null,
  };
}

/** What was answered when the page was last sent, and what is wrong with it; null: it was not sent yet. */
type Typed = { answers: Answers | null; problems: Record<string, FieldError> };

function scopeOf(question: Question, typed: Typed): ConsentScope {
  const { isOptional, isAllowed } = question;
  const { key, level, names, descriptions, api, parameters } = question.scope;
  const box = { name: includeName(question), isTicked: isIncluded(question, typed.answers) };
  return {
    ...{ key, level, names, descriptions, isAllowed },
    apiName: api.name,
    optional: isOptional ? box : null,
    fields: parameters.map((parameter) => fieldOf(question, parameter, typed)),
  };
}

const typedBefore = (questions: Question[], draft: unknown): Typed => {
  if (draft === null) return { answers: null, problems: {} };
  const answers = draft as Answers;
  return { answers, problems: givenBy(questions, answers).problems };
};

const writeFirst = (a: ConsentScope, b: ConsentScope): number =>
  Number(a.level === "read") - Number(b.level === "read");

/** What a waiting request asks `person` at this moment, and what they have allowed its client before. */
export async function questionsFor(ctx: Context, request: WaitingRequest, { userId }: Person) {
  const { client, scopes, details } = request;
  const [ceiling, held] = await Promise.all([ceilingOf(ctx, client), heldGrant(ctx, { clientId: client.id, userId })]);
  return { questions: questionsOf({ client, scopes, details: details as Details }, ceiling, held), held };
}

/** Only what may stand in a link (OWASP ASVS 1.2.2), whoever described the client and however its row came to be. */
const followable = (url: string | null): string | null => (url !== null && webUrlProblem(url) === null ? url : null);

function clientOf({ name, description, siteUrl, ...client }: WaitingRequest["client"]): ConsentView["client"] {
  const { privacyPolicyUrl, licenceUrl, isPublic, verifiedAt, origin, documentUrl } = client;
  return {
    ...{ name, description, isPublic },
    siteUrl: followable(siteUrl),
    privacyPolicyUrl: followable(privacyPolicyUrl),
    licenceUrl: followable(licenceUrl),
    isVerified: verifiedAt !== null,
    origin: origin as ConsentView["client"]["origin"],
    documentHost: documentUrl && new URL(documentUrl).host,
  };
}

/**
 * What a signed-in person is asked by a waiting authorization request, which from the first view on is this session's.
 * @throws Refusal sign_in_required; request_expired when it is over, answered, or was never there; not_your_request when
 * another session opened it first; unknown_client when the client was disabled meanwhile; fresh_sign_in_required when
 * the client wants a newer sign-in than the person's (`prompt=login`, `max_age`)
 */
export async function readConsent(ctx: Context, requestId: string): Promise<ConsentView> {
  const person = requirePerson(ctx);
  if (!isRequestId(requestId)) throw new Refusal("request_expired");
  const request = await claimedRequest(ctx, requestId, person);
  const [{ questions, held }, member] = await Promise.all([
    questionsFor(ctx, request, person),
    isMember(ctx.db, person.userId, request.client.companyId),
  ]);
  const typed = typedBefore(questions, request.draft);
  return {
    id: requestId,
    expiresAt: request.expiresAt,
    client: clientOf(request.client),
    company: request.client.company,
    person: { name: person.name, email: person.email },
    isMember: member,
    redirect: redirectOf(request.redirectUri),
    scopes: questions.map((question) => scopeOf(question, typed)).sort(writeFirst),
    includeProblem: typed.problems[INCLUDED] ?? null,
    isShort: typed.answers ? typed.answers[LASTING] === WEEK : (held?.expiresAt ?? null) !== null,
    shortEndsAt: after(ctx.now, SHORT_ACCESS),
    hasProblems: Object.keys(typed.problems).length > 0,
    csrf: csrfToken({ sessionId: person.sessionId, requestId }),
  };
}
