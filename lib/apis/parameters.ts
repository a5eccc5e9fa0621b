import { isDay } from "@/lib/calendar";
import type { FieldError } from "@/lib/errors";
import { isPrintable } from "@/lib/text";
import type { DetailValue } from "./details";
import type { Translated } from "./system";

export type Choice = Readonly<{ key: string; names: Translated }>;

/**
 * What a context asks to be told before it is given. Parameters of the kind `secret` are none of these: nobody types a
 * secret on a page that a link leads to, and none travels in an authorization request.
 */
export type ScopeParameter = Readonly<{
  key: string;
  kind: "text" | "number" | "choice" | "list" | "date";
  names: Translated;
  /** Of choice and list; empty for the others. */
  choices: readonly Choice[];
  isRequired: boolean;
}>;

export const LONGEST_VALUE = 200;
/** What a number can be and still be the same number in every language that reads it (RFC 8259 §6). */
const LARGEST_NUMBER = 1e15;

const isOffered = ({ choices }: ScopeParameter, value: unknown): boolean => choices.some(({ key }) => key === value);

/** What is wrong with `value`, which came from outside and can be anything; null: nothing. */
export function whyNotValue(parameter: ScopeParameter, value: unknown): FieldError | null {
  switch (parameter.kind) {
    case "number":
      return typeof value === "number" && Math.abs(value) <= LARGEST_NUMBER ? null : { code: "invalidNumber" };
    case "date":
      return typeof value === "string" && isDay(value) ? null : { code: "invalidDate" };
    case "choice":
      return isOffered(parameter, value) ? null : { code: "notOffered" };
    case "list":
      return whyNotList(parameter, value);
    case "text":
      return whyNotText(value);
  }
}

function whyNotList(parameter: ScopeParameter, value: unknown): FieldError | null {
  if (!Array.isArray(value) || value.length === 0) return { code: "choiceRequired" };
  const isWrong = new Set(value).size < value.length || value.some((choice) => !isOffered(parameter, choice));
  return isWrong ? { code: "notOffered" } : null;
}

function whyNotText(value: unknown): FieldError | null {
  if (typeof value !== "string") return { code: "invalid" };
  if (value.length > LONGEST_VALUE) return { code: "tooLong", params: { maximum: LONGEST_VALUE } };
  if (value.trim() !== value || value === "") return { code: "invalid" };
  return isPrintable(value) ? null : { code: "invalidCharacters" };
}

/** A number as people type it: a point or a comma, no exponent. */
const TYPED_NUMBER = /^[+-]?\d{1,15}(?:[.,]\d{1,9})?$/;

/** What was typed or chosen in a form, as a value that `whyNotValue` can judge. */
export function valueTyped({ kind }: ScopeParameter, typed: readonly string[]): DetailValue {
  const [first = ""] = typed;
  if (kind === "list") return typed;
  if (kind !== "number") return first.trim().normalize("NFC");
  return TYPED_NUMBER.test(first.trim()) ? Number(first.trim().replace(",", ".")) : Number.NaN;
}
