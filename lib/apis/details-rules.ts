import { z } from "zod";
import { Refusal } from "@/lib/errors";
import type { AuthorizationDetail, Details, DetailValue } from "./details";
import type { OfferedScope } from "./offered";
import { type ScopeParameter, whyNotValue } from "./parameters";

/** The one `type` that there is (RFC 9396 §2), as the metadata says it. */
export const DETAIL_TYPES = ["context"] as const;

const MOST_DETAILS = 20;
/** What can be kept, put into a token and sent on in a header, however it is written. */
const LARGEST = 4096;

// RFC 9396 §5: a member that the type does not define is refused, never passed over.
const detailSchema = z.strictObject({
  type: z.literal(DETAIL_TYPES),
  context: z.string(),
  locations: z.array(z.string()).optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
});
const detailsSchema = z.array(detailSchema).min(1).max(MOST_DETAILS);

type Sent = z.infer<typeof detailSchema>;

const refused = (description: string): Refusal => new Refusal("invalid_authorization_details", { description });

function parsed(text: string): Sent[] {
  if (text.length > LARGEST) throw refused("authorization_details is too long");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused("authorization_details must be a JSON array");
  }
  const { success, data } = detailsSchema.safeParse(value);
  if (!success)
    throw refused("each of at most 20 authorization_details has type context, context, locations and parameters alone");
  if (new Set(data.map(({ context }) => context)).size < data.length)
    throw refused("authorization_details names a context more than once");
  return data;
}

function checkedValues({ key, parameters }: OfferedScope, sent: Sent["parameters"] = {}): Record<string, DetailValue> {
  const isKnown = (name: string): boolean => parameters.some((parameter) => parameter.key === name);
  if (!Object.keys(sent).every(isKnown)) throw refused(`the context ${key} has no such parameter`);
  const given = new Map(Object.entries(sent));
  const entryOf = (parameter: ScopeParameter): [string, DetailValue][] => {
    const value = given.get(parameter.key);
    if (value === undefined && parameter.isRequired)
      throw refused(`the context ${key} needs the parameter ${parameter.key}`);
    if (value === undefined) return [];
    if (whyNotValue(parameter, value)) throw refused(`the parameter ${parameter.key} of ${key} cannot have this value`);
    return [[parameter.key, value]];
  };
  return Object.fromEntries(parameters.flatMap(entryOf));
}

function checked(sent: Sent, offered: readonly OfferedScope[]): AuthorizationDetail {
  const scope = offered.find(({ key }) => key === sent.context);
  if (!scope) throw refused("a context of authorization_details is unknown or not allowed to this client");
  const { audience } = scope.api;
  if (sent.locations?.length === 0 || sent.locations?.some((location) => location !== audience))
    throw refused(`the context ${scope.key} is not at these locations`);
  return {
    type: "context",
    context: scope.key,
    locations: [audience],
    parameters: checkedValues(scope, sent.parameters),
  };
}

/**
 * What a request asks by `authorization_details` (RFC 9396 §2), each context once and with all that it needs to be told,
 * of the contexts that are `offered` to its client; null where it asks nothing so.
 * @throws Refusal invalid_authorization_details (§5)
 */
export function requestedDetails(text: string | null, offered: readonly OfferedScope[]): Details {
  if (text === null) return null;
  const sent = parsed(text);
  return sent.map((one) => checked(one, offered));
}

/**
 * What a token request asks by `authorization_details`, to be held against what was granted; null: nothing.
 * @throws Refusal invalid_authorization_details: it is malformed
 */
export const parsedDetails = (text: string | null): Details =>
  text === null
    ? null
    : parsed(text).map(({ locations = [], parameters = {}, ...sent }) => ({ ...sent, locations, parameters }));
