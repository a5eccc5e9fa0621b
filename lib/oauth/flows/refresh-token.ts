import "server-only";
import { parsedDetails } from "@/lib/apis/details-rules";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import type { Issued } from "@/lib/tokens/oauth/issued";
import { renew } from "@/lib/tokens/oauth/renew";
import { rotate } from "@/lib/tokens/oauth/rotate";
import { scopeOf } from "../classic";
import type { Form } from "../form";
import type { ProvenClient } from "../proven-key";
import { parseResources, parseScope } from "../scope";

/**
 * Exchanges a refresh token (RFC 6749 §6): for its successor, or in the classic flow for an access token alone.
 * @throws Refusal invalid_request: no refresh token; invalid_grant, invalid_scope, invalid_target,
 * invalid_authorization_details
 */
export async function refreshToken(ctx: Context, client: ProvenClient, form: Form): Promise<Issued> {
  const token = form.get("refresh_token");
  if (token === undefined) throw new Refusal("invalid_request", { description: "refresh_token is missing" });
  const exchange = client.isClassic ? renew : rotate;
  return exchange(ctx, {
    client,
    token,
    scopes: parseScope(scopeOf(client, form.get("scope"))),
    resources: parseResources(form.all("resource")),
    details: parsedDetails(form.get("authorization_details") ?? null),
    dpopJkt: client.dpopJkt,
  });
}
