import "server-only";
import { adminAudience } from "@/lib/apis/system";
import type { Actor, Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { bearerChallenge } from "./challenge";
import { requireCredential } from "./require";

/**
 * Who calls the admin API: a personal token that carries admin contexts. What it may do, `requirePermission` asks.
 * @throws Refusal missing_token, invalid_request, invalid_token: every other kind of credential included
 */
export async function adminActor(ctx: Context, request: Request): Promise<Actor> {
  const audience = adminAudience();
  const { maker, tokenId, company, scopes } = await requireCredential(ctx, request, {
    audience,
    call: null,
  });
  if (!maker)
    throw new Refusal("invalid_token", {
      description: "the admin API takes personal tokens alone",
      headers: { "WWW-Authenticate": bearerChallenge({ error: "invalid_token" }, audience) },
    });
  return {
    kind: "token",
    tokenId,
    name: maker.tokenName,
    userId: maker.id,
    companyId: company.id,
    role: maker.role,
    scopes: scopes.filter((scope) => scope.audience === audience).map(({ key }) => key),
  };
}
