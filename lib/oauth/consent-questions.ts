import { type AuthorizationDetail, type Details, detailOf, hasValues, isWithin } from "@/lib/apis/details";
import type { OfferedScope } from "@/lib/apis/offered";
import type { Choice } from "@/lib/grants/rules";

/** One context that a request asks a person for. */
export type Question = Readonly<{
  scope: OfferedScope;
  /** The person may leave it out. */
  isOptional: boolean;
  /** Allowed before, with what is asked of it now, and not taken back. */
  isAllowed: boolean;
  /** What the request asks of its parameters; null: nothing, so that the person says it. */
  asked: AuthorizationDetail | null;
  /** What the person gave it before. */
  held: AuthorizationDetail | null;
}>;

type Asking = {
  scopes: readonly string[];
  details: Details;
  client: { optionalScopes: readonly string[] };
};

/** Whether what is held is enough: all that is asked for by name, or else all that the context must be told. */
function isCovered({ parameters }: OfferedScope, asked: AuthorizationDetail | null, held: AuthorizationDetail | null) {
  if (asked && hasValues(asked)) return isWithin(asked, held);
  if (asked) return held === null || !hasValues(held);
  return parameters.every(({ key, isRequired }) => !isRequired || held?.parameters[key] !== undefined);
}

/** What a request asks of a person, out of the `ceiling` of its client at this moment, in its order. */
export const questionsOf = (request: Asking, ceiling: readonly OfferedScope[], grant: Choice | null): Question[] =>
  ceiling
    .filter(({ key }) => request.scopes.includes(key))
    .map((scope) => {
      const asked = detailOf(request.details, scope.key);
      const held = detailOf(grant?.details ?? null, scope.key);
      const isHeld = grant?.scopes.includes(scope.key) ?? false;
      return {
        scope,
        isOptional: request.client.optionalScopes.includes(scope.key),
        isAllowed: isHeld && isCovered(scope, asked, held),
        asked,
        held,
      };
    });

/**
 * What was allowed before, if that answers the request; null: the person must be asked. A context that they may leave out
 * and have not allowed is not asked for again and again: the client that wants it sends `prompt=consent`.
 */
export function rememberedAnswer(questions: readonly Question[]): { scopes: string[]; details: Details } | null {
  const allowed = questions.filter(({ isAllowed }) => isAllowed);
  if (allowed.length === 0 || questions.some(({ isAllowed, isOptional }) => !isAllowed && !isOptional)) return null;
  const details = allowed.flatMap(({ asked, held }) => asked ?? held ?? []);
  return { scopes: allowed.map(({ scope }) => scope.key), details: details.length > 0 ? details : null };
}
