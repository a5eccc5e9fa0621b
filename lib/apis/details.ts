/** What a parameter of a context was given. */
export type DetailValue = string | number | readonly string[];

/**
 * One member of `authorization_details` (RFC 9396 §2): a context with the values of its parameters. There is one type,
 * `context`; `locations` names the API that the context belongs to.
 */
export type AuthorizationDetail = Readonly<{
  type: "context";
  context: string;
  locations: readonly string[];
  parameters: Readonly<Record<string, DetailValue>>;
}>;

/** What a JSON column or a caller has of them; none is null, never an empty list. */
export type Details = readonly AuthorizationDetail[] | null;

const someOf = (details: readonly AuthorizationDetail[]): Details => (details.length > 0 ? details : null);

/**
 * The details of the contexts that count: what a context was given says nothing without the context, so wherever one is
 * taken away, its details go with it.
 */
export function detailsOf(details: Details, scopes: readonly string[]): Details {
  return details && someOf(details.filter(({ context }) => scopes.includes(context)));
}

/** The details that the API with that audience is told. */
export const detailsAt = (details: Details, audience: string): Details =>
  details && someOf(details.filter(({ locations }) => locations.includes(audience)));

export const detailOf = (details: Details, context: string): AuthorizationDetail | null =>
  details?.find((detail) => detail.context === context) ?? null;

/** Whether it limits its context at all. */
export const hasValues = ({ parameters }: AuthorizationDetail): boolean => Object.keys(parameters).length > 0;

const isList = (value: DetailValue): value is readonly string[] => Array.isArray(value);

/** Of a list any part; of everything else just the same: what a number or a text limits, only the API knows. */
function isValueWithin(value: DetailValue, limit: DetailValue | undefined): boolean {
  if (limit === undefined) return false;
  if (!isList(value) || !isList(limit)) return value === limit;
  return value.every((choice) => limit.includes(choice));
}

/**
 * Whether `asked` is no more than `granted` (RFC 9396 §6.1): the same context and parameters, each list a part of what was
 * granted. A parameter that one has and the other has not may be a limit, so it is never taken for less.
 */
export function isWithin(asked: AuthorizationDetail, granted: AuthorizationDetail | null): boolean {
  if (granted === null || asked.context !== granted.context) return false;
  if (!asked.locations.every((location) => granted.locations.includes(location))) return false;
  const names = Object.keys(asked.parameters);
  if (names.length !== Object.keys(granted.parameters).length) return false;
  return Object.entries(asked.parameters).every(([name, value]) => isValueWithin(value, granted.parameters[name]));
}
