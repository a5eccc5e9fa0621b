import "server-only";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { fieldRefusal, Refusal } from "@/lib/errors";
import { requireFreshSignIn, requirePermission } from "@/lib/people/may";
import { lockCompany } from "../store";
import type { AdvancedInput, AgentsInput, RegistrationInput } from "./schema";
import { findGroupName, findSecurity, updateSecurity } from "./store";

type Asked = Partial<AdvancedInput & AgentsInput & RegistrationInput>;
type Current = NonNullable<Awaited<ReturnType<typeof findSecurity>>>;

/** As the log keeps it: the group by its name. */
const plain = ({ agentGroup, agentHosts, hasAdvancedSecurity, agentPolicy, registrationPolicy }: Current) => ({
  hasAdvancedSecurity,
  agentPolicy,
  agentHosts,
  registrationPolicy,
  permissionGroup: agentGroup?.name ?? null,
});

function beforeAndAfter(before: Current, after: Current) {
  const [then, now] = [plain(before), plain(after)];
  const changed = (Object.keys(now) as (keyof typeof now)[]).filter(
    (field) => JSON.stringify(then[field]) !== JSON.stringify(now[field]),
  );
  return Object.fromEntries(
    changed.flatMap((field) => [
      [`${field}.before`, then[field]],
      [`${field}.after`, now[field]],
    ]),
  );
}

/** Whoever lets strangers in says first how far. */
async function requireCeiling(ctx: Context, { id, ...current }: Current, asked: Asked): Promise<void> {
  const { agentGroupId = current.agentGroup?.id ?? null } = asked;
  const { agentPolicy = current.agentPolicy, registrationPolicy = current.registrationPolicy } = asked;
  if (agentGroupId === null && (agentPolicy !== "closed" || registrationPolicy !== "off"))
    throw asked.registrationPolicy
      ? fieldRefusal("registrationPolicy", "groupFirst")
      : fieldRefusal("agentGroupId", "required");
  if (agentGroupId !== null && (await findGroupName(ctx.db, id, agentGroupId)) === null)
    throw fieldRefusal("agentGroupId", "notOffered");
}

async function change(ctx: Context, asked: Asked): Promise<void> {
  const { companyId } = requirePermission(ctx, "security:write");
  requireFreshSignIn(ctx);
  await inTransaction(ctx, async (tx) => {
    await lockCompany(tx.db, companyId);
    const before = await findSecurity(tx.db, companyId);
    if (!before) throw new Refusal("not_found");
    await requireCeiling(tx, before, asked);
    const details = beforeAndAfter(before, await updateSecurity(tx.db, companyId, asked));
    if (Object.keys(details).length === 0) return;
    const target = { kind: "company", id: companyId, name: before.name };
    await record(tx, { action: "security.updated", companyId, target, details });
  });
}

/**
 * Switches the advanced security controls: no refresh token lives longer than 30 days. The log holds both as they were.
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required
 */
export const changeAdvanced = (ctx: Context, { hasAdvancedSecurity }: AdvancedInput): Promise<void> =>
  change(ctx, { hasAdvancedSecurity });

/**
 * Says which agents may connect, and how far they get. Those that were let in before and are not any more get no new
 * token from now on.
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required; invalid_input: no ceiling, or none of the company
 */
export const changeAgents = (ctx: Context, { agentPolicy, agentHosts, agentGroupId }: AgentsInput): Promise<void> =>
  change(ctx, { agentPolicy, agentHosts, agentGroupId });

/**
 * Says whether applications may register themselves. Those that have stay. They get no further than the permission group
 * of the agents, so there must be one.
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required; invalid_input: no ceiling
 */
export const changeRegistration = (ctx: Context, { registrationPolicy }: RegistrationInput): Promise<void> =>
  change(ctx, { registrationPolicy });
