import "server-only";
import { offeredScopes, permissionGroups } from "@/lib/apis/offered";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { issuerUrl } from "@/lib/env";

import { Refusal } from "@/lib/errors";
import { PROOF_ALGORITHMS } from "./dpop/check";
import { findCompanyApi, findSystemApi } from "./store";

/** Public, so any origin may read it. Of a company's API it is kept for minutes: what strangers can have is a setting. */
const readable = (maxAgeSeconds: number) => ({
  "cache-control": `public, max-age=${maxAgeSeconds}`,
  "access-control-allow-origin": "*",
});

type Resource = { name: string; audience: string; scopes: readonly string[]; takesProofs: boolean };

/** RFC 9728 §2. No member is an empty list (§3.2). */
const document = ({ name, audience, scopes, takesProofs }: Resource) => ({
  resource: audience,
  resource_name: name,
  authorization_servers: [issuerUrl()],
  ...(scopes.length > 0 && { scopes_supported: scopes }),
  bearer_methods_supported: ["header"],
  ...(takesProofs && { dpop_signing_alg_values_supported: PROOF_ALGORITHMS }),
});

/** The metadata of one of the three APIs that Postern itself serves (RFC 9728 §3.2). */
export const resourceMetadata =
  (systemKey: "open" | "admin" | "identity") =>
  async ({ db }: Context, _request: Request): Promise<Response> => {
    const { scopes, ...api } = await findSystemApi(db, systemKey);
    // The admin API takes personal tokens alone, which are bound to no key.
    const takesProofs = systemKey !== "admin";
    return json(document({ ...api, takesProofs, scopes: scopes.map(({ key }) => key) }), { headers: readable(3600) });
  };

type CompanyApi = NonNullable<Awaited<ReturnType<typeof findCompanyApi>>>;

/**
 * What a client that knows nothing but this document may ask for. Such clients ask for all that is listed, so where the
 * company lets them come by themselves it is what their permission group allows, and everything else would be refused.
 */
async function scopesOf(ctx: Context, { audience, company }: CompanyApi): Promise<string[]> {
  const { id, agentPolicy, registrationPolicy, agentGroupId } = company;
  const comesByItself = agentGroupId !== null && (agentPolicy !== "closed" || registrationPolicy !== "off");
  const offered = comesByItself
    ? ((await permissionGroups(ctx, id)).find((group) => group.id === agentGroupId)?.scopes ?? [])
    : await offeredScopes(ctx, id);
  return offered.filter(({ api }) => api.audience === audience).map(({ key }) => key);
}

/**
 * `GET /.well-known/oauth-protected-resource?resource=<audience>`: the metadata of a company's own API (RFC 9728 §3.2).
 * Its own host is the company's, so a challenge points here, and a proxy can serve it from there as its own.
 * @throws Refusal invalid_request, not_found
 */
export async function companyResourceMetadata(ctx: Context, request: Request): Promise<Response> {
  const [audience, ...more] = new URL(request.url).searchParams.getAll("resource");
  if (!audience || more.length > 0)
    throw new Refusal("invalid_request", { description: "name one API: ?resource= and its audience" });
  const api = /\p{Cc}/u.test(audience) ? null : await findCompanyApi(ctx.db, audience);
  if (!api) throw new Refusal("not_found");
  const { name } = api;
  return json(document({ name, audience, takesProofs: true, scopes: await scopesOf(ctx, api) }), {
    headers: readable(300),
  });
}
