import "server-only";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { requirePerson } from "@/lib/people/own";
import type { CompanyChoice } from "./schema";
import { claimView, countMemberships } from "./store";

/**
 * Lets this session look at another of the person's companies. It changes nothing of a company, so the log is silent;
 * what the person may do there is their role there, read at each request.
 *
 * @throws Refusal sign_in_required; not_found for a company that they do not belong to
 */
export async function switchCompany(ctx: Context, { companyId }: CompanyChoice): Promise<void> {
  const { userId, sessionId } = requirePerson(ctx);
  if ((await countMemberships(ctx.db, userId, companyId)) === 0) throw new Refusal("not_found");
  if (!(await claimView(ctx.db, { sessionId, userId }, companyId))) throw new Refusal("sign_in_required");
}
