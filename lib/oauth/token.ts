import "server-only";
import { DEVICE_CODE, TOKEN_EXCHANGE } from "@/lib/apis/grant-types";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { Refusal } from "@/lib/errors";
import type { Issued } from "@/lib/tokens/oauth/issued";
import { carrying } from "./carrying";
import { readTokenForm, requirePlace, type Sent } from "./classic-form";
import { obsoleteHeaders } from "./classic-headers";
import { type AuthenticatedClient, actingAs, authenticateClient } from "./client-auth";
import { mayUseDevices } from "./device/rules";
import { authorizationCode } from "./flows/authorization-code";
import { clientCredentials } from "./flows/client-credentials";
import { deviceCode } from "./flows/device-code";
import { refreshToken } from "./flows/refresh-token";
import { tokenExchange } from "./flows/token-exchange";
import type { Form } from "./form";
import { type ProvenClient, provenKey, requireKey } from "./proven-key";

type Flow = (ctx: Context, client: ProvenClient, form: Form) => Promise<Issued>;

const isFor =
  (grantType: AuthenticatedClient["grantType"]) =>
  (client: AuthenticatedClient): boolean =>
    client.grantType === grantType;

/** Only who can prove who it is may act for others. */
const mayExchange = ({ isPublic, additionalGrantTypes }: AuthenticatedClient): boolean =>
  !isPublic && additionalGrantTypes.includes(TOKEN_EXCHANGE);

/** The flows that exist, and who may use each. */
const FLOWS = new Map<string, { run: Flow; mayUse: (client: AuthenticatedClient) => boolean }>([
  ["authorization_code", { run: authorizationCode, mayUse: isFor("authorization_code") }],
  ["refresh_token", { run: refreshToken, mayUse: isFor("authorization_code") }],
  ["client_credentials", { run: clientCredentials, mayUse: isFor("client_credentials") }],
  [DEVICE_CODE, { run: deviceCode, mayUse: mayUseDevices }],
  [TOKEN_EXCHANGE, { run: tokenExchange, mayUse: mayExchange }],
]);

export const GRANT_TYPES = [...FLOWS.keys()];

/** RFC 6749 §5.1. The same tokens give the same bytes, so that a retry is answered like the first time. */
const answerOf = (issued: Issued, headers: Readonly<Record<string, string>>): Response => {
  const { access, refresh, scopes, lifetimeMs, dpopJkt, details, extra } = issued;
  return json(
    {
      access_token: access.reveal(),
      token_type: dpopJkt ? "DPoP" : "Bearer",
      expires_in: lifetimeMs / 1000,
      ...(refresh && { refresh_token: refresh.reveal() }),
      scope: scopes.join(" "),
      ...(details && { authorization_details: details }),
      ...extra,
    },
    { headers: { pragma: "no-cache", ...headers } },
  );
};

/**
 * `POST /oauth/token` (RFC 6749 §3.2): authenticates the client, sees which key it proves to hold (RFC 9449 §5), then runs
 * the flow that `grant_type` names. What the flow issues is bound to that key. A classic client may send its parameters in
 * the address, and is told with every answer that its way is obsolete.
 * @throws Refusal invalid_request, invalid_client, unsupported_grant_type, unauthorized_client, invalid_dpop_proof,
 * use_dpop_nonce, and those of the flow
 */
export async function token(ctx: Context, request: Request): Promise<Response> {
  const sent = await readTokenForm(request);
  const { form } = sent;
  const grantType = form.get("grant_type");
  if (grantType === undefined) throw new Refusal("invalid_request", { description: "grant_type is missing" });
  const client = await authenticateClient(ctx, request, form);
  return carrying(client.isClassic ? obsoleteHeaders() : {}, () => answered(ctx, client, { ...sent, request }));
}

/** The client is who it says: what it asks for is run. */
async function answered(ctx: Context, client: AuthenticatedClient, sent: Sent & { request: Request }) {
  requirePlace(sent, client);
  const { form, request } = sent;
  const grantType = form.get("grant_type") ?? "";
  const flow = FLOWS.get(grantType);
  if (!flow) throw new Refusal("unsupported_grant_type");
  if (!flow.mayUse(client))
    throw new Refusal("unauthorized_client", { description: "this client is not registered for that grant type" });
  const key = await provenKey(ctx, request);
  requireKey(client, key);
  return answerOf(await flow.run(actingAs(ctx, client), { ...client, dpopJkt: key.jkt }, form), key.headers);
}
