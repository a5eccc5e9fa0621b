import "server-only";
import { type AuthorizationDetail, type Details, detailOf, hasValues, isWithin } from "@/lib/apis/details";
import { Refusal } from "@/lib/errors";
import type { ForeseenRow } from "./candidate/hot";

/** What a token request asks of what was granted. */
type Asked = { scopes: string[] | null; details: Details };

const tooMuch = (context: string): Refusal =>
  new Refusal("invalid_authorization_details", {
    description: `what authorization_details asks of ${context} was not granted`,
  });

/** What of `granted` is asked; a context that was granted without values can be named, as it was granted. */
function partOf({ scopes, details }: ForeseenRow, asked: AuthorizationDetail): AuthorizationDetail[] {
  const granted = detailOf(details, asked.context);
  if (granted === null && scopes.includes(asked.context) && !hasValues(asked)) return [];
  if (granted === null || !isWithin(asked, granted)) throw tooMuch(asked.context);
  return [{ ...granted, parameters: asked.parameters }];
}

/**
 * What a token gets when its request asks by `authorization_details` for less than was granted (RFC 9396 §6): of the
 * contexts that have values those that it names, in either way; all others as they are. Where nothing is asked so, or
 * nothing can be had, nothing changes: the claim then says why.
 * @throws Refusal invalid_authorization_details: it is not contained in what was granted
 */
export async function narrowedRequest(
  { scopes, details }: Asked,
  foresee: () => Promise<ForeseenRow | null>,
): Promise<Asked> {
  const granted = details && (await foresee());
  if (!details || !granted) return { scopes, details: null };
  const parts = details.flatMap((asked) => partOf(granted, asked));
  const named = details.map(({ context }) => context);
  const others = (granted.details ?? []).filter(({ context }) => !named.includes(context));
  const isLeftOut = (scope: string): boolean => others.some(({ context }) => context === scope);
  const wanted = scopes ?? granted.scopes.filter((scope) => !isLeftOut(scope));
  return { scopes: [...new Set([...wanted, ...named])], details: [...parts, ...others] };
}
