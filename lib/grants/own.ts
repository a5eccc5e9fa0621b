import "server-only";
import type { Context } from "@/lib/context";
import { after, days } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import type { Listed } from "@/lib/paging";
import { grantPage } from "./list";
import { endGrants } from "./revoke";
import type { ListGrants, RevokeGrants } from "./schema";
import { type DescribedGrant, describedGrants } from "./view";

/** How long a person still sees what they have taken back. */
const HISTORY = days(365);

/** A signed-in person, whatever their company; a token or a client has no apps of its own. */
function requirePerson({ actor }: Pick<Context, "actor">): { userId: string } {
  if (actor.kind !== "person") throw new Refusal("sign_in_required");
  return { userId: actor.userId };
}

/**
 * The apps that the signed-in person has allowed, in any company, with their contexts in words; those that ended or
 * were taken back within the last year too, where `status` asks for them.
 * @throws Refusal sign_in_required, invalid_cursor
 */
export async function listOwnGrants(ctx: Context, input: ListGrants): Promise<Listed<DescribedGrant>> {
  const owner = requirePerson(ctx);
  const page = await grantPage(ctx, input, { owner, overSince: after(ctx.now, -HISTORY) });
  return { ...page, items: await describedGrants(ctx, page.items) };
}

/**
 * Takes back what the signed-in person has allowed, for every token at once. What is not theirs is not touched and not
 * counted.
 * @throws Refusal sign_in_required
 */
export async function revokeOwnGrants(ctx: Context, input: RevokeGrants): Promise<{ revoked: number }> {
  const owner = requirePerson(ctx);
  return endGrants(ctx, input, { owner, userId: owner.userId });
}
