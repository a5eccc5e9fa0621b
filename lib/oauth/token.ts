import "server-only";
import { EXCHANGE_GRANT } from "@/lib/apis/exchange";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { Refusal } from "@/lib/errors";
import type { Issued } from "@/lib/tokens/oauth/issued";
import { type AuthenticatedClient, actingAs, authenticateClient } from "./client-auth";
import { DEVICE_GRANT, mayUseDevices } from "./device/rules";
import { authorizationCode } from "./flows/authorization-code";
import { clientCredentials } from "./flows/client-credentials";
import { deviceCode } from "./flows/device-code";
import { refreshToken } from "./flows/refresh-token";
import { tokenExchange } from "./flows/token-exchange";
import { type Form, readForm } from "./form";

type Flow = (ctx: Context, client: AuthenticatedClient, form: Form) => Promise<Issued>;

const isFor =
  (grantType: AuthenticatedClient["grantType"]) =>
  (client: AuthenticatedClient): boolean =>
    client.grantType === grantType;

/** Only who can prove who it is may act for others. */
const mayExchange = ({ isPublic, additionalGrantTypes }: AuthenticatedClient): boolean =>
  !isPublic && additionalGrantTypes.includes(EXCHANGE_GRANT);

/** The flows that exist, and who may use each. */
const FLOWS = new Map<string, { run: Flow; mayUse: (client: AuthenticatedClient) => boolean }>([
  ["authorization_code", { run: authorizationCode, mayUse: isFor("authorization_code") }],
  ["refresh_token", { run: refreshToken, mayUse: isFor("authorization_code") }],
  ["client_credentials", { run: clientCredentials, mayUse: isFor("client_credentials") }],
  [DEVICE_GRANT, { run: deviceCode, mayUse: mayUseDevices }],
  [EXCHANGE_GRANT, { run: tokenExchange, mayUse: mayExchange }],
]);

export const GRANT_TYPES = [...FLOWS.keys()];

/** RFC 6749 §5.1. The same tokens give the same bytes, so that a retry is answered like the first time. */
const answerOf = ({ access, refresh, scopes, lifetimeMs, dpopJkt, details, extra }: Issued): Response =>
  json(
    {
      access_token: access.reveal(),
      token_type: dpopJkt ? "DPoP" : "Bearer",
      expires_in: lifetimeMs / 1000,
      ...(refresh && { refresh_token: refresh.reveal() }),
      scope: scopes.join(" "),
      ...(details && { authorization_details: details }),
      ...extra,
    },
    { headers: { pragma: "no-cache" } },
  );

/**
 * `POST /oauth/token` (RFC 6749 §3.2): authenticates the client, then runs the flow that `grant_type` names.
 * @throws Refusal invalid_request, invalid_client, unsupported_grant_type, unauthorized_client, and those of the flow
 */
export async function token(ctx: Context, request: Request): Promise<Response> {
  const form = await readForm(request);
  const grantType = form.get("grant_type");
  if (grantType === undefined) throw new Refusal("invalid_request", { description: "grant_type is missing" });
  const client = await authenticateClient(ctx, request, form);
  const flow = FLOWS.get(grantType);
  if (!flow) throw new Refusal("unsupported_grant_type");
  if (!flow.mayUse(client))
    throw new Refusal("unauthorized_client", { description: "this client is not registered for that grant type" });
  return answerOf(await flow.run(actingAs(ctx, client), client, form));
}
