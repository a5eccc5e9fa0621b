import "server-only";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { registrationTokenStatus } from "./rules";
import type { AgentPolicy, RegistrationPolicy } from "./schema";
import { findSecurity, listRegistrationTokens } from "./store";

export type RegistrationTokenView = Readonly<{
  id: string;
  name: string;
  /** The last four characters, never more. */
  hint: string;
  status: ReturnType<typeof registrationTokenStatus>;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  useCount: number;
}>;

export type Security = Readonly<{
  companyId: string;
  hasAdvancedSecurity: boolean;
  agentPolicy: AgentPolicy;
  agentHosts: string[];
  /** The ceiling of agents and of applications that register themselves. */
  agentGroup: { id: string; name: string } | null;
  registrationPolicy: RegistrationPolicy;
  /** Newest first. */
  registrationTokens: RegistrationTokenView[];
}>;

const MOST_TOKENS = 100;

/**
 * How the company is protected, and whom it lets in by themselves.
 * @throws Refusal sign_in_required, forbidden
 */
export async function readSecurity(ctx: Context): Promise<Security> {
  const { companyId } = requirePermission(ctx, "security:read");
  const [row, tokens] = await Promise.all([
    findSecurity(ctx.db, companyId),
    listRegistrationTokens(ctx.db, companyId, MOST_TOKENS),
  ]);
  if (!row) throw new Refusal("not_found");
  const { hasAdvancedSecurity, agentPolicy, agentHosts, agentGroup, registrationPolicy } = row;
  return {
    companyId,
    hasAdvancedSecurity,
    agentPolicy: agentPolicy as AgentPolicy,
    agentHosts,
    agentGroup,
    registrationPolicy: registrationPolicy as RegistrationPolicy,
    registrationTokens: tokens.map(({ revokedAt, useCount, ...token }) => ({
      ...token,
      useCount: Number(useCount),
      status: registrationTokenStatus({ revokedAt, expiresAt: token.expiresAt }, ctx.now),
    })),
  };
}
