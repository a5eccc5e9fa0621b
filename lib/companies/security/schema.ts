import { z } from "zod";
import { nameSchema } from "@/lib/text";

/** Whether agents, which describe themselves by a document, may connect. */
export const AGENT_POLICIES = ["closed", "listed", "ask", "open"] as const;
export type AgentPolicy = (typeof AGENT_POLICIES)[number];

/** Whether applications may register themselves (RFC 7591). */
export const REGISTRATION_POLICIES = ["off", "token", "open"] as const;
export type RegistrationPolicy = (typeof REGISTRATION_POLICIES)[number];

const MOST_HOSTS = 100;

/** The host that a line names, as it stands in an address: lower-case, in its A-label form, its port where it has one. */
function hostOf(line: string): string | null {
  const address = `https://${line.trim().replace(/^https:\/\//i, "")}`;
  if (!URL.canParse(address)) return null;
  const { host, pathname, search, hash, username, password } = new URL(address);
  return pathname === "/" && !search && !hash && !username && !password && host.includes(".") ? host : null;
}

const hostsSchema = z
  .string()
  .max(10_000, "tooLong")
  .transform((text, { issues }) => {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    const hosts = lines.map(hostOf);
    if (hosts.includes(null) || hosts.length > MOST_HOSTS)
      issues.push({ code: "custom", input: text, message: "invalidHosts" });
    return [...new Set(hosts.filter((host) => host !== null))].sort();
  });

const groupSchema = z
  .string()
  .transform((id) => id || null)
  .pipe(z.uuid("notOffered").nullable());

/** A clear check box sends nothing. */
export const advancedSchema = z.object({ hasAdvancedSecurity: z.stringbool().default(false) });
export type AdvancedInput = z.infer<typeof advancedSchema>;

export const agentsSchema = z.object({
  agentPolicy: z.enum(AGENT_POLICIES),
  agentHosts: hostsSchema.default([]),
  agentGroupId: groupSchema,
});
export type AgentsInput = z.infer<typeof agentsSchema>;

export const registrationSchema = z.object({ registrationPolicy: z.enum(REGISTRATION_POLICIES) });
export type RegistrationInput = z.infer<typeof registrationSchema>;

/** How many days a registration token works. */
export const TOKEN_DAYS = ["1", "7", "30", "90"] as const;

export const newRegistrationTokenSchema = z.object({ name: nameSchema, days: z.enum(TOKEN_DAYS) });
export type NewRegistrationToken = z.infer<typeof newRegistrationTokenSchema>;

export const registrationTokenIdSchema = z.object({ id: z.uuid() });
export type RegistrationTokenId = z.infer<typeof registrationTokenIdSchema>;
