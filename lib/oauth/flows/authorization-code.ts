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

/** No challenge of a code is ever empty. */
const FITS_NONE = "";

/**
/**
 * The challenge that the code must have; null: it must have none. Only a classic client may send no verifier, and then it
 * fits a code without a challenge alone, as a verifier fits a code with one alone (RFC 9700 §2.1.1, §4.8.2).
 */
function challengeFor({ isClassic }: ProvenClient, verifier: string | undefined): string | null {
  if (verifier === undefined) return isClassic ? null : FITS_NONE;
  return challengeOf(verifier) ?? FITS_NONE;
}

/**
 * Exchanges a code (RFC 6749 §4.1.3) with its verifier (RFC 7636 §4.5), which only the classic flow can do without.
 * `redirect_uri` may be left out, as the verifier binds the code already (OAuth 2.1 §10.2); sent, it must be the code's.
 * Without a verifier it must be sent. A `scope` here means nothing.
 * @throws Refusal invalid_request: no code, or neither verifier nor redirect_uri; invalid_grant, invalid_scope,
 * invalid_target, invalid_authorization_details
 */
export async function authorizationCode(ctx: Context, client: ProvenClient, form: Form): Promise<Issued> {
  const code = form.get("code");
  if (code === undefined) throw new Refusal("invalid_request", { description: "code is missing" });
  const challenge = challengeFor(client, form.get("code_verifier"));
  const redirectUri = form.get("redirect_uri") ?? null;
  if (challenge === null && redirectUri === null)
    throw new Refusal("invalid_request", {
      description: "redirect_uri is missing, and no code_verifier binds the code",
    });
  const redeemed = await redeem(ctx, {
    client,
    code,
    challenge,
    redirectUri,
    resources: parseResources(form.all("resource")),
    details: parsedDetails(form.get("authorization_details") ?? null),
    dpopJkt: client.dpopJkt,
    isEndless: client.isClassic,
  });
  return withIdToken(ctx, client, redeemed);
}
