import "server-only";
import type { Context } from "@/lib/context";
import { asRefusal } from "@/lib/doors/refuse";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";
import { errorPage } from "./error-page";
import { readHint } from "./id-token";
import { type Parameters, parametersOf, sentParameters } from "./parameters";
import { seeOther } from "./redirect";
import { textOf } from "./rules";
import { livingClient } from "./sign-out";
import { type SignOutAsked, signOutPath } from "./sign-out-address";

/** What an address can carry besides the rest. */
const LONGEST_STATE = 2048;

type Sender = { key: string; isHinted: boolean };

/** Who asks: the client of the ID token, or the one that is named; null: neither, or the two do not fit. */
async function senderOf(ctx: Context, { one }: Parameters): Promise<Sender | null> {
  const [token, named] = [one("id_token_hint"), one("client_id")];
  if (token === null) return named === null ? null : { key: named, isHinted: false };
  const hint = await readHint(ctx, token);
  if (!hint || (named !== null && named !== hint.clientKey)) return null;
  return { key: hint.clientKey, isHinted: true };
}

/** What of the request is good. An address that is not the client's counts for nothing, and the person is asked anyway. */
async function askedIn(ctx: Context, parameters: Parameters): Promise<SignOutAsked | null> {
  const sender = await senderOf(ctx, parameters);
  const client = sender && (await livingClient(ctx.db, sender.key));
  if (!client) return null;
  const wanted = parameters.one("post_logout_redirect_uri");
  const to = client.postLogoutRedirectUris.find((registered) => registered === wanted) ?? null;
  if (wanted !== null && to === null)
    log().info({ requestId: ctx.origin.requestId, client: sender.key }, "an address after sign-out is not registered");
  const state = to === null ? null : textOf(parameters, "state", LONGEST_STATE);
  return { clientKey: sender.key, to, state, isHinted: sender.isHinted };
}

/**
 * The end session endpoint (OpenID Connect RP-Initiated Logout 1.0 §2), for GET and for a form's POST: leads to the page
 * that asks the person, always. Who is signed in is not looked at here, as a form from another site comes without our
 * cookie. Only an address that is registered with the client, character by character, is ever led to.
 */
export async function logout(ctx: Context, request: Request): Promise<Response> {
  let uiLocales: string | null = null;
  try {
    const parameters = parametersOf(await sentParameters(request));
    uiLocales = parameters.one("ui_locales");
    if (parameters.doubled !== null)
      throw new Refusal("invalid_request", { description: "a parameter was sent more than once" });
    return seeOther(signOutPath(await askedIn(ctx, parameters), uiLocales));
  } catch (error) {
    const { requestId } = ctx.origin;
    return errorPage(asRefusal(error, requestId), request, { requestId, uiLocales });
  }
}
