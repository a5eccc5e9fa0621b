/**
 * One member of `authorization_details` (RFC 9396 §2): a context with the values of its parameters. There is one type,
 * `context`; `locations` names the API, and every other member is a parameter of the context.
 */
export type AuthorizationDetail = Readonly<{
  type: "context";
  context: string;
  locations: readonly string[];
  parameters: Readonly<Record<string, string | number | readonly string[]>>;
}>;
