import "server-only";
import { withoutIdentity } from "@/lib/apis/identity";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { issue } from "@/lib/tokens/oauth/issue";
import type { Issued } from "@/lib/tokens/oauth/issued";
import type { Form } from "../form";
import type { ProvenClient } from "../proven-key";
import { narrowed, parseResources, parseScope } from "../scope";

/**
 * A client's own access (RFC 6749 §4.4): what its permission group allows and its company offers at this moment, all of
 * it when the request names no scope. No refresh token, and nobody who signs in.
 * @throws Refusal unauthorized_client: an administrator withdrew the access; invalid_scope, invalid_target;
 * invalid_authorization_details: values of parameters are a person's to give
 */
export async function clientCredentials(ctx: Context, client: ProvenClient, form: Form): Promise<Issued> {
  const asked = { scopes: parseScope(form.get("scope")), resources: parseResources(form.all("resource")) };
  if (form.get("authorization_details") !== undefined)
    throw new Refusal("invalid_authorization_details", {
      description: "authorization_details goes with a person who allows it: client_credentials takes none",
    });
  if (!client.standing)
    throw new Refusal("unauthorized_client", {
      description: "the access of this client was withdrawn: an administrator can restore it",
    });
  const { grantId, scopes } = client.standing;
  const given = narrowed(withoutIdentity(scopes), asked);
  return issue(ctx, { client, grantId, details: null, dpopJkt: client.dpopJkt, ...given });
}
