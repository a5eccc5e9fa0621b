import "server-only";
import { identityAudience } from "@/lib/apis/identity";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { Refusal } from "@/lib/errors";
import { findProfile } from "@/lib/people/store";
import { notices, requireCredential } from "@/lib/verify/require";
import { scopesAt } from "@/lib/verify/verify";

type Profile = NonNullable<Awaited<ReturnType<typeof findProfile>>>;

/** What each context adds (OpenID Connect Core §5.4). What a person has not chosen is left out. */
const CLAIMS: Readonly<Record<string, (profile: Profile) => Record<string, unknown>>> = {
  profile: ({ name, locale, timeZone }) => ({
    name,
    ...(locale && { locale }),
    ...(timeZone && { zoneinfo: timeZone }),
  }),
  // No mail was ever sent there by us: a colleague typed the address, or its owner did.
  email: ({ email }) => ({ email, email_verified: false }),
};

/**
 * `GET` and `POST /oauth/userinfo` (OpenID Connect Core §5.3): who the person is for whom an access token stands, as far
 * as they allowed that and at this moment. The token goes in the header. `sub` is the one of the ID token.
 * @throws Refusal missing_token, invalid_request, invalid_token (no token of a person's, or one that has ended),
 * insufficient_scope (RFC 6750 §3.1)
 */
export async function userinfo(ctx: Context, request: Request): Promise<Response> {
  const audience = identityAudience();
  const verdict = await requireCredential(ctx, request, { audience, scopes: ["openid"] });
  const profile = await findProfile(ctx.db, verdict.subject.id);
  if (!profile) throw new Refusal("invalid_token");
  const claims = scopesAt(verdict, audience).map((scope) => CLAIMS[scope]?.(profile));
  return json(Object.assign({ sub: verdict.subject.id }, ...claims), { headers: notices(verdict) });
}
