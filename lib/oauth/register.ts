import "server-only";
import { DEVICE_CODE } from "@/lib/apis/grant-types";
import { spendDescription } from "@/lib/clients/described/limit";
import { type RegisteredClient, registerClient } from "@/lib/clients/described/register";
import { parsedMetadata } from "@/lib/clients/described/rules";
import type { DescribedMetadata } from "@/lib/clients/described/schema";
import { type Registrar, registrarOf } from "@/lib/companies/security/registration-tokens";
import { listWithRegistration } from "@/lib/companies/security/store";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { textWithin } from "@/lib/doors/body";
import { Refusal } from "@/lib/errors";
import { bearerChallenge } from "@/lib/verify/challenge";
import { presentedCredential } from "@/lib/verify/presented";
import { requireTrustworthy } from "./register-statement";

const LARGEST = 32_768;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** Whether applications can register at all: where not, the endpoint is not there (#286). */
export const offersRegistration = async ({ db }: Pick<Context, "db">): Promise<boolean> =>
  (await listWithRegistration(db, ["token", "open"], 1)).length > 0;

/** Without a token it is the one company that takes anybody; of several nobody can say which is meant. */
async function openRegistrar({ db }: Context): Promise<Registrar> {
  const [only, another] = await listWithRegistration(db, ["open"], 2);
  if (!only?.agentGroupId || another)
    throw new Refusal("missing_token", {
      description: "registering needs a token of the company: send Authorization: Bearer",
      headers: { "WWW-Authenticate": "Bearer" },
    });
  return { companyId: only.id, groupId: only.agentGroupId, tokenName: null };
}

/** @throws Refusal missing_token (a bare challenge), invalid_token */
async function requireRegistrar(ctx: Context, { headers }: Request): Promise<Registrar> {
  if (!headers.has("authorization")) return openRegistrar(ctx);
  const presented = presentedCredential(headers);
  const isBearer = typeof presented !== "string" && presented.scheme === "bearer";
  const registrar = isBearer ? await registrarOf(ctx, presented.token) : null;
  if (registrar) return registrar;
  throw new Refusal("invalid_token", {
    description: "the registration token is unknown, expired or revoked",
    headers: { "WWW-Authenticate": bearerChallenge({ error: "invalid_token" }) },
  });
}

/** @throws Refusal invalid_client_metadata, body_too_large */
async function metadataIn(request: Request): Promise<DescribedMetadata> {
  const wrong = (description: string) => new Refusal("invalid_client_metadata", { description });
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? "")) throw wrong("send application/json");
  const text = await textWithin(request, LARGEST);
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch {
    throw wrong("the body is no JSON");
  }
  const metadata = parsedMetadata(sent);
  requireTrustworthy(sent);
  return metadata;
}

/** All that was registered, as it is now (RFC 7591 §3.2.1). */
function answerOf(ctx: Context, { key, described, secret, scopes }: RegisteredClient, asked: DescribedMetadata) {
  const usesBrowser = described.redirectUris.length > 0;
  const { isPublic, authMethod } = described;
  const withSecret = asked.token_endpoint_auth_method ?? "client_secret_basic";
  return {
    client_id: key,
    client_id_issued_at: Math.floor(ctx.now.getTime() / 1000),
    ...(secret && { client_secret: secret.reveal(), client_secret_expires_at: 0 }),
    client_name: described.name,
    redirect_uris: described.redirectUris,
    grant_types: [
      ...(usesBrowser ? ["authorization_code"] : []),
      "refresh_token",
      ...described.additionalGrantTypes.filter((type) => type === DEVICE_CODE),
    ],
    response_types: usesBrowser ? ["code"] : [],
    token_endpoint_auth_method: isPublic ? "none" : authMethod === "private_key_jwt" ? authMethod : withSecret,
    ...(scopes.length > 0 && { scope: scopes.join(" ") }),
    ...(described.siteUrl && { client_uri: described.siteUrl }),
    ...(described.privacyPolicyUrl && { policy_uri: described.privacyPolicyUrl }),
    ...(described.licenceUrl && { tos_uri: described.licenceUrl }),
    ...(described.jwks && { jwks: described.jwks }),
    ...(described.jwksUri && { jwks_uri: described.jwksUri }),
    ...(described.postLogoutRedirectUris.length > 0 && {
      post_logout_redirect_uris: described.postLogoutRedirectUris,
    }),
    ...(asked.id_token_signed_response_alg && { id_token_signed_response_alg: described.idTokenAlgorithm }),
    require_pushed_authorization_requests: described.requiresPar,
    dpop_bound_access_tokens: described.requiresDpop,
  };
}

/**
 * `POST /oauth/register` (RFC 7591 §3): makes the client that an application describes, at the company whose
 * registration token it shows, or without one at the one company that takes anybody. There is no way to change it
 * later (RFC 7592): whoever wants another registers again, and what nobody uses is removed.
 *
 * @throws Refusal not_found: no company offers it; missing_token, invalid_token; too_many_requests;
 *   invalid_client_metadata, invalid_redirect_uri, invalid_software_statement, unapproved_software_statement,
 *   body_too_large
 */
export async function register(ctx: Context, request: Request): Promise<Response> {
  if (!(await offersRegistration(ctx))) throw new Refusal("not_found");
  const registrar = await requireRegistrar(ctx, request);
  await spendDescription(ctx, registrar.tokenName === null ? "client-registration" : "client-registration-token");
  const metadata = await metadataIn(request);
  const registered = await registerClient(ctx, registrar, metadata);
  return json(answerOf(ctx, registered, metadata), { status: 201, headers: { pragma: "no-cache" } });
}
