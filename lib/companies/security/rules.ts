import type { AgentPolicy } from "./schema";

type Agents = Readonly<{ agentPolicy: string; agentHosts: readonly string[]; agentGroupId: string | null }>;

/** `ask`: an administrator has to let it in first. */
export type Admission = "refused" | "ask" | "admitted";

/**
 * Whether a company takes the agent whose document stands at `host`. Without a permission group as their ceiling it
 * takes none, whatever else is set.
 */
export function admissionOf({ agentPolicy, agentHosts, agentGroupId }: Agents, host: string): Admission {
  if (agentGroupId === null) return "refused";
  const isListed = agentHosts.includes(host);
  const byPolicy: Record<AgentPolicy, Admission> = {
    closed: "refused",
    listed: isListed ? "admitted" : "refused",
    ask: isListed ? "admitted" : "ask",
    open: "admitted",
  };
  return byPolicy[agentPolicy as AgentPolicy] ?? "refused";
}

type Ends = Readonly<{ expiresAt: Date; revokedAt: Date | null }>;

export const registrationTokenStatus = ({ expiresAt, revokedAt }: Ends, now: Date): "active" | "expired" | "revoked" =>
  revokedAt ? "revoked" : expiresAt <= now ? "expired" : "active";
