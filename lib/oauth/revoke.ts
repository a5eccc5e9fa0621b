import "server-only";
import type { Context } from "@/lib/context";
import { json } from "@/lib/doors/answer";
import { Refusal } from "@/lib/errors";
import { revoke as revokeToken } from "@/lib/tokens/oauth/revoke";
import { actingAs, authenticateClient } from "./client-auth";
import { readForm } from "./form";

/**
 * `POST /oauth/revoke` (RFC 7009 §2): one answer for a token that ended, was unknown or is another's (§2.2). The kind is
 * read from the token itself, so `token_type_hint` can't mislead. When the end can't be written, nothing says it was.
 * @throws Refusal invalid_request, invalid_client
 */
export async function revoke(ctx: Context, request: Request): Promise<Response> {
  const form = await readForm(request);
  const client = await authenticateClient(ctx, request, form);
  const token = form.get("token");
  if (token === undefined) throw new Refusal("invalid_request", { description: "token is missing" });
  await revokeToken(actingAs(ctx, client), { client, token });
  // RFC 7009 §2.2: the body is ignored, but there are clients (simple-oauth2) that take no answer for good that is not JSON.
  return json({});
}
