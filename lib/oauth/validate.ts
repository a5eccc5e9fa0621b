import "server-only";
import { type Details, detailsOf } from "@/lib/apis/details";
import { requestedDetails } from "@/lib/apis/details-rules";
import type { OfferedScope } from "@/lib/apis/offered";
import { matchesRedirectUri } from "@/lib/clients/redirect-uri";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { ceilingOf } from "./ceiling";
import type { Parameters } from "./parameters";
import type { Target } from "./redirect";
import { type Asked, checkedRequest } from "./rules";
import { narrowed } from "./scope";
import type { findClientByKey } from "./store";

export type RequestingClient = NonNullable<Awaited<ReturnType<typeof findClientByKey>>>;

/** An authorization request that its client may make at this moment. */
export type Validated = Readonly<{
  client: RequestingClient;
  target: Target;
  asked: Asked;
  scopes: string[];
  audience: string[];
  /** What is asked of contexts with parameters (RFC 9396); null: nothing. */
  details: Details;
  /** The most that the client can have at this moment. */
  ceiling: readonly OfferedScope[];
}>;

type Aimed = Pick<Validated, "client" | "target">;

/**
 * What is asked, if it may be asked by this client, whichever way the request came: in the browser's address or pushed.
 * @throws Refusal unauthorized_client, those of `checkedRequest`, invalid_scope, invalid_target,
 * invalid_authorization_details: all of them can be told to the client
 */
export async function validated(ctx: Pick<Context, "db">, parameters: Parameters, aimed: Aimed): Promise<Validated> {
  const { client } = aimed;
  if (client.grantType !== "authorization_code")
    throw new Refusal("unauthorized_client", { description: "this client is not registered for response_type code" });
  const asked = checkedRequest(parameters, client);
  const ceiling = await ceilingOf(ctx, client);
  const allowed = ceiling.map(({ key, api }) => ({ key, audience: api.audience }));
  const details = requestedDetails(parameters.one("authorization_details"), ceiling);
  const given = narrowed(allowed, { ...asked, scopes: withDetails(asked.scopes, details) });
  return { ...aimed, asked, ...given, details: detailsOf(details, given.scopes), ceiling };
}

/** The contexts that are asked for in either way (RFC 9396 §3.1): whoever names some in one way means no others. */
const withDetails = (scopes: string[] | null, details: Details): string[] | null =>
  details === null ? scopes : [...new Set([...(scopes ?? []), ...details.map(({ context }) => context)])];

/**
 * Where the answer goes. Until this is proven no refusal may send a browser anywhere (RFC 6749 §4.1.2.1).
 * @throws Refusal invalid_request, invalid_redirect_uri, unauthorized_client
 */
export const targetOf = (parameters: Parameters, client: RequestingClient): Target => ({
  redirectUri: provenRedirectUri(parameters, client),
  state: carriedState(parameters),
});

function provenRedirectUri({ one, isDoubled }: Parameters, { redirectUris, isPublic }: RequestingClient): string {
  if (isDoubled("redirect_uri"))
    throw new Refusal("invalid_request", { description: "redirect_uri was sent more than once" });
  const given = one("redirect_uri");
  const [only, ...others] = redirectUris;
  if (only === undefined)
    throw new Refusal("unauthorized_client", { description: "this client takes no part in an authorization" });
  // RFC 6749 §3.1.2.3: it may be left out where there is no doubt.
  if (given === null && others.length === 0) return only;
  if (given === null)
    throw new Refusal("invalid_redirect_uri", { description: "redirect_uri is missing, and several are registered" });
  if (!matchesRedirectUri(redirectUris, given, { isPublic }))
    throw new Refusal("invalid_redirect_uri", { description: "redirect_uri is none of the registered ones" });
  return given;
}

/** What a redirect can carry back whole: a longer state is refused here, as it can't be given back and is never cut. */
const LONGEST_STATE = 8192;

function carriedState({ one }: Parameters): string | null {
  const state = one("state");
  if (state !== null && state.length > LONGEST_STATE)
    throw new Refusal("invalid_request", { description: "state is too long" });
  return state;
}
