import "server-only";
import { parsedDetails } from "@/lib/apis/details-rules";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import type { Issued } from "@/lib/tokens/oauth/issued";
import { redeem } from "@/lib/tokens/oauth/redeem";
import type { Form } from "../form";
import { withIdToken } from "../id-token";
import { challengeOf } from "../pkce";
import type { ProvenClient } from "../proven-key";
import { parseResources } from "../scope";

/**
 * Exchanges a code (RFC 6749 §4.1.3) with its verifier, always (RFC 7636 §4.5). `redirect_uri` may be left out, as the
 * verifier binds the code already (OAuth 2.1 §10.2); sent, it must be the code's. A `scope` here means nothing.
 * @throws Refusal invalid_request: no code; invalid_grant, invalid_scope, invalid_target,
 * invalid_authorization_details
 */
export async function authorizationCode(ctx: Context, client: ProvenClient, form: Form): Promise<Issued> {
  const code = form.get("code");
  if (code === undefined) throw new Refusal("invalid_request", { description: "code is missing" });
  const redeemed = await redeem(ctx, {
    client,
    code,
    challenge: challengeOf(form.get("code_verifier") ?? ""),
    redirectUri: form.get("redirect_uri") ?? null,
    resources: parseResources(form.all("resource")),
    details: parsedDetails(form.get("authorization_details") ?? null),
    dpopJkt: client.dpopJkt,
  });
  return withIdToken(ctx, client, redeemed);
}
