import type { AuthorizationDetail, Details, DetailValue } from "@/lib/apis/details";
import { type Choice, type ScopeParameter, valueTyped, whyNotValue } from "@/lib/apis/parameters";
import type { FieldError } from "@/lib/errors";
import type { Question } from "./consent-questions";

/** What the consent page's form sends beyond the decision, by field: what was ticked, chosen and typed. */
export type Answers = Readonly<Record<string, string>>;

const TICKED = "on";
/** More than any value may have: what is longer is wrong however it goes on. */
const LONGEST = 500;

// No context has a space in its name (RFC 6749 §3.3), so no two fields have the same.
export const includeName = ({ scope }: Question): string => `include ${scope.key}`;
export const valueName = ({ scope }: Question, { key }: ScopeParameter): string => `value ${scope.key} ${key}`;
export const choiceName = (name: string, choice: Choice): string => `${name} ${choice.key}`;
/** How long: the one question that every request asks. */
export const LASTING = "lasting";
export const WEEK = "week";
export const UNTIL_TAKEN_BACK = "until-taken-back";
/** Where the page says that something is missing. */
export const PROBLEMS = "problems";
/** Stands for all optional contexts together, where at least one is needed. */
export const INCLUDED = "include";

/** Of a parameter the choices that there are: those that the request asks for, or all. */
export function choicesOf({ asked }: Question, { key, choices }: ScopeParameter): readonly Choice[] {
  const limit = asked?.parameters[key];
  return Array.isArray(limit) ? choices.filter((choice) => limit.includes(choice.key)) : choices;
}

/** What the request has settled, so that there is nothing left to choose; null: the person says it. */
export function fixedValue({ asked }: Question, { key }: ScopeParameter): DetailValue | null {
  const value = asked?.parameters[key] ?? null;
  return Array.isArray(value) && value.length > 1 ? null : value;
}

/** Whether a context is to be given: where nothing was answered yet, an optional one only if it was allowed before. */
export function isIncluded(question: Question, answers: Answers | null): boolean {
  if (!question.isOptional) return true;
  return answers === null ? question.isAllowed : answers[includeName(question)] === TICKED;
}

const listed = (value: DetailValue | undefined): string[] => (value === undefined ? [] : [value].flat().map(String));

/** What stands in a field: what was answered; else what was given before, else all that is asked. */
export function typedIn(question: Question, parameter: ScopeParameter, answers: Answers | null): string[] {
  const name = valueName(question, parameter);
  const choices = choicesOf(question, parameter);
  if (answers && parameter.kind === "list")
    return choices.filter((choice) => answers[choiceName(name, choice)] === TICKED).map(({ key }) => key);
  if (answers) return listed(answers[name]);
  const before = listed(question.held?.parameters[parameter.key] ?? question.asked?.parameters[parameter.key]);
  if (parameter.kind !== "list") return before;
  const within = before.filter((one) => choices.some(({ key }) => key === one));
  return within.length > 0 ? within : listed(question.asked?.parameters[parameter.key]);
}

/** What was answered of what the questions ask, and nothing else that a form may hold. */
export function answersIn(questions: readonly Question[], sent: (name: string) => string | undefined): Answers {
  const names = questions.flatMap((question) => [
    includeName(question),
    ...question.scope.parameters.flatMap((parameter) => {
      const name = valueName(question, parameter);
      return [name, ...choicesOf(question, parameter).map((choice) => choiceName(name, choice))];
    }),
  ]);
  const found = [...names, LASTING].flatMap((name) => {
    const value = sent(name);
    return value === undefined ? [] : [[name, value.slice(0, LONGEST)] as const];
  });
  return Object.fromEntries(found);
}

type Value = { value: DetailValue | null } | { problem: FieldError };

function valueGiven(question: Question, parameter: ScopeParameter, answers: Answers): Value {
  const fixed = fixedValue(question, parameter);
  if (fixed !== null) return { value: fixed };
  const typed = typedIn(question, parameter, answers);
  // To leave out what the request limits would be to allow more than it asks.
  const isNeeded = parameter.isRequired || question.asked?.parameters[parameter.key] !== undefined;
  if (typed.every((text) => text.trim() === "")) {
    const isChosen = parameter.kind === "list" || parameter.kind === "choice";
    return isNeeded ? { problem: { code: isChosen ? "choiceRequired" : "required" } } : { value: null };
  }
  const value = valueTyped(parameter, typed);
  const problem = whyNotValue({ ...parameter, choices: choicesOf(question, parameter) }, value);
  return problem ? { problem } : { value };
}

/** What a person gives by their answers; `problems` by field: with any of them nothing is given. */
export type Given = Readonly<{ scopes: string[]; details: Details; problems: Record<string, FieldError> }>;

/** What the answers come to. They can only leave out and say what was asked: never add to it. */
export function givenBy(questions: readonly Question[], answers: Answers): Given {
  const problems: Record<string, FieldError> = {};
  const details: AuthorizationDetail[] = [];
  const included = questions.filter((question) => isIncluded(question, answers));
  for (const question of included) {
    const { key: context, parameters, api } = question.scope;
    const values: [string, DetailValue][] = [];
    for (const parameter of parameters) {
      const given = valueGiven(question, parameter, answers);
      if ("problem" in given) problems[valueName(question, parameter)] = given.problem;
      else if (given.value !== null) values.push([parameter.key, given.value]);
    }
    if (question.asked || values.length > 0)
      details.push({ type: "context", context, locations: [api.audience], parameters: Object.fromEntries(values) });
  }
  if (included.length === 0) problems[INCLUDED] = { code: "choiceRequired" };
  return {
    scopes: included.map(({ scope }) => scope.key),
    details: details.length > 0 ? details : null,
    problems,
  };
}
