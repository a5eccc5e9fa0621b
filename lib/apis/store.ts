import "server-only";
import type { Db } from "@/lib/db/client";
import { TOKEN_EXCHANGE } from "./grant-types";

type ApiRow = { systemKey: string; name: string; audience: string; surface: string; errorProfile: string };

export const upsertApi = (db: Db, { systemKey, ...rest }: ApiRow) =>
  db.api.upsert({ where: { systemKey }, create: { systemKey, ...rest }, update: rest, select: { id: true } });

type ScopeRow = {
  apiId: string;
  key: string;
  level: string;
  names: Record<string, string>;
  descriptions: Record<string, string>;
  position: number;
};

export const upsertScope = (db: Db, { apiId, key, ...rest }: ScopeRow) =>
  db.scope.upsert({
    where: { apiId_key: { apiId, key } },
    create: { apiId, key, ...rest },
    update: rest,
    select: { id: true },
  });

const SCOPE = {
  id: true,
  key: true,
  level: true,
  names: true,
  descriptions: true,
  api: { select: { id: true, name: true, audience: true, systemKey: true } },
  module: { select: { key: true, names: true } },
} as const;

const PARAMETER = {
  key: true,
  kind: true,
  names: true,
  choices: true,
  isRequired: true,
} as const;

/** The contexts of a company's own APIs and of Postern's, less those of a module that the company has switched off. */
export const listOffered = (db: Db, companyId: string) =>
  db.scope.findMany({
    where: {
      AND: [
        { OR: [{ api: { companyId } }, { api: { companyId: null } }] },
        { OR: [{ moduleId: null }, { module: { companies: { some: { companyId } } } }] },
      ],
    },
    select: {
      ...SCOPE,
      parameters: {
        where: { kind: { not: "secret" } },
        select: PARAMETER,
        orderBy: [{ position: "asc" }, { key: "asc" }],
      },
    },
    orderBy: [{ api: { createdAt: "asc" } }, { position: "asc" }, { key: "asc" }],
  });

/** The APIs that a company's clients can ask tokens for. */
export const listApis = (db: Db, companyId: string) =>
  db.api.findMany({
    where: { OR: [{ companyId }, { systemKey: "open" }] },
    select: { id: true, name: true, audience: true, surface: true, errorProfile: true },
    orderBy: { createdAt: "asc" },
  });

export const listGroups = (db: Db, companyId: string) =>
  db.permissionGroup.findMany({
    where: { companyId },
    select: { id: true, name: true, scopes: { select: { scope: { select: SCOPE } } } },
    orderBy: { createdAt: "asc" },
  });

export const insertGroup = (db: Db, companyId: string, name: string, scopeIds: string[]) =>
  db.permissionGroup.create({
    data: { companyId, name, scopes: { createMany: { data: scopeIds.map((scopeId) => ({ scopeId })) } } },
    select: { id: true },
  });

/** The APIs of a company that another token can be exchanged for: its own and the open one, and what signs for each. */
export const listTargets = (db: Db, companyId: string) =>
  db.api.findMany({
    where: { OR: [{ companyId }, { systemKey: "open" }] },
    select: { audience: true, signingAlgorithm: true },
  });

const EXCHANGES = { removedAt: null, additionalGrantTypes: { has: TOKEN_EXCHANGE } };

/** What signs the JWTs of all APIs that have some: those that want them, and those of a company that exchanges tokens. */
export async function listSigningAlgorithms(db: Db): Promise<string[]> {
  const isExchanged = (await db.client.count({ where: EXCHANGES, take: 1 })) > 0;
  const exchanged = [{ systemKey: "open" }, { company: { clients: { some: EXCHANGES } } }];
  const rows = await db.api.findMany({
    where: { OR: [{ tokenFormat: "jwt" }, ...(isExchanged ? exchanged : [])] },
    select: { signingAlgorithm: true },
    distinct: ["signingAlgorithm"],
  });
  return rows.map(({ signingAlgorithm }) => signingAlgorithm);
}
