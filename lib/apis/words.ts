import type { AuthorizationDetail, DetailValue } from "./details";
import type { ScopeParameter } from "./parameters";
import type { Translated } from "./system";

/** A parameter and what it was given, as people read it: choices by their names, the rest as it is. */
export type ValueInWords = Readonly<{
  key: string;
  kind: ScopeParameter["kind"];
  names: Translated;
  values: readonly (Translated | string | number)[];
}>;

export const valueInWords = (parameter: ScopeParameter, value: DetailValue): ValueInWords => {
  const { key, kind, names, choices } = parameter;
  const nameOf = (one: string | number) => choices.find((choice) => choice.key === one)?.names ?? one;
  return { key, kind, names, values: [value].flat().map(nameOf) };
};

/** What a context was given, in the order of its parameters; one that it has no more is left out. */
export const valuesInWords = (
  parameters: readonly ScopeParameter[],
  detail: AuthorizationDetail | null,
): ValueInWords[] =>
  parameters.flatMap((parameter) => {
    const value = detail?.parameters[parameter.key];
    return value === undefined ? [] : [valueInWords(parameter, value)];
  });
