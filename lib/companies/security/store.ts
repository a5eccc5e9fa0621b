import "server-only";
import type { Db } from "@/lib/db/client";

const SECURITY = {
  id: true,
  name: true,
  hasAdvancedSecurity: true,
  agentPolicy: true,
  agentHosts: true,
  registrationPolicy: true,
  agentGroup: { select: { id: true, name: true } },
} as const;

export const findSecurity = (db: Db, id: string) => db.company.findUnique({ where: { id }, select: SECURITY });

type Changes = {
  hasAdvancedSecurity?: boolean;
  agentPolicy?: string;
  agentHosts?: string[];
  registrationPolicy?: string;
  agentGroupId?: string | null;
};

export const updateSecurity = (db: Db, id: string, data: Changes) =>
  db.company.update({ where: { id }, data, select: SECURITY });

export const findGroupName = async (db: Db, companyId: string, id: string): Promise<string | null> =>
  (await db.permissionGroup.findFirst({ where: { id, companyId }, select: { name: true } }))?.name ?? null;

const AGENTS = { id: true, agentPolicy: true, agentHosts: true, agentGroupId: true } as const;

/** What decides whether a company takes an agent. */
export type AgentRules = NonNullable<Awaited<ReturnType<typeof findAgentRules>>>;

export const findAgentRules = (db: Db, id: string) => db.company.findUnique({ where: { id }, select: AGENTS });

/** The companies that take agents: no more than `most`, where it only matters whether there is one. */
export const listWithAgents = (db: Db, most: number) =>
  db.company.findMany({
    where: { agentPolicy: { not: "closed" }, agentGroupId: { not: null } },
    select: AGENTS,
    orderBy: { id: "asc" },
    take: most,
  });

/** The companies whose APIs these resources are; Postern's own belong to none. */
export const listOwnersOfApis = async (db: Db, audiences: readonly string[]): Promise<string[]> => {
  const rows = await db.api.findMany({
    where: { audience: { in: [...audiences] }, companyId: { not: null } },
    select: { companyId: true },
    distinct: ["companyId"],
  });
  return rows.flatMap(({ companyId }) => companyId ?? []);
};

/** The companies with which applications may register, under these policies. */
export const listWithRegistration = (db: Db, policies: readonly string[], most: number) =>
  db.company.findMany({
    where: { registrationPolicy: { in: [...policies] }, agentGroupId: { not: null } },
    select: { id: true, agentGroupId: true },
    orderBy: { id: "asc" },
    take: most,
  });

const TOKEN = {
  id: true,
  name: true,
  hint: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
  useCount: true,
} as const;

export const listRegistrationTokens = (db: Db, companyId: string, most: number) =>
  db.registrationToken.findMany({ where: { companyId }, select: TOKEN, orderBy: { id: "desc" }, take: most });

type NewToken = {
  id: string;
  companyId: string;
  name: string;
  tokenHash: Buffer<ArrayBuffer>;
  hint: string;
  createdAt: Date;
  createdById: string;
  expiresAt: Date;
};

export const insertRegistrationToken = (db: Db, data: NewToken) =>
  db.registrationToken.create({ data, select: { id: true } });

type Live = { id: string; companyId: string; now: Date };

/** The name of the token that this call ended; null: it is not there, or has ended. */
export async function revokeRegistrationRow(db: Db, { id, companyId, now }: Live): Promise<string | null> {
  const [row] = await db.registrationToken.updateManyAndReturn({
    where: { id, companyId, revokedAt: null },
    data: { revokedAt: now },
    select: { name: true },
  });
  return row?.name ?? null;
}

export const hasRegistrationToken = async (db: Db, companyId: string, id: string): Promise<boolean> =>
  (await db.registrationToken.count({ where: { id, companyId } })) === 1;

/** Counts a use of a live token, whose company lets applications register. */
export async function claimRegistrationUse(db: Db, hashes: Buffer<ArrayBuffer>[], now: Date) {
  const [row] = await db.registrationToken.updateManyAndReturn({
    where: {
      tokenHash: { in: hashes },
      revokedAt: null,
      expiresAt: { gt: now },
      company: { registrationPolicy: { not: "off" }, agentGroupId: { not: null } },
    },
    data: { lastUsedAt: now, useCount: { increment: 1 } },
    select: { id: true, name: true, companyId: true, company: { select: { agentGroupId: true } } },
  });
  return row ?? null;
}
