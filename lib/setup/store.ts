import "server-only";
import type { Db } from "@/lib/db/client";

type Hash = Uint8Array<ArrayBuffer>;

/** The one row, made by whichever process comes first. */
export const ensureInstallation = async (db: Db): Promise<void> =>
  void (await db.installation.createMany({ data: [{ id: 1 }], skipDuplicates: true }));

export const findInstallation = (db: Db) =>
  db.installation.findUnique({ where: { id: 1 }, select: { setUpAt: true, bootstrapTokenMadeAt: true } });

export const countSetupCode = (db: Db, hashes: Hash[]): Promise<number> =>
  db.installation.count({ where: { id: 1, setUpAt: null, setupCodeHash: { in: hashes } } });

type KeyChecks = { hashKeyCheck: Hash; sealKeyCheck: Hash };

/** Leaves the mark of the keys, once: the first start's counts. */
export const claimKeyChecks = async (db: Db, data: KeyChecks): Promise<void> =>
  void (await db.installation.updateMany({ where: { id: 1, hashKeyCheck: null }, data }));

export const findKeyChecks = (db: Db) =>
  db.installation.findUniqueOrThrow({ where: { id: 1 }, select: { hashKeyCheck: true, sealKeyCheck: true } });

export const updateKeyChecks = async (db: Db, data: KeyChecks): Promise<void> =>
  void (await db.installation.updateMany({ where: { id: 1 }, data }));

/** Puts a code in the place of the old one; 0 where the installation is set up. */
export const updateSetupCode = async (db: Db, setupCodeHash: Hash): Promise<number> =>
  (await db.installation.updateMany({ where: { id: 1, setUpAt: null }, data: { setupCodeHash } })).count;

type Claim = { now: Date; codeHashes?: Hash[] };

/** Spends the set-up: 1 for the one caller who gets it, 0 for all others, for good. */
export const claimSetUp = async (db: Db, { now, codeHashes }: Claim): Promise<number> => {
  const where = { id: 1, setUpAt: null, ...(codeHashes && { setupCodeHash: { in: codeHashes } }) };
  return (await db.installation.updateMany({ where, data: { setUpAt: now, setupCodeHash: null } })).count;
};

export const claimBootstrapToken = async (db: Db, now: Date): Promise<number> => {
  const where = { id: 1, setUpAt: { not: null }, bootstrapTokenMadeAt: null };
  return (await db.installation.updateMany({ where, data: { bootstrapTokenMadeAt: now } })).count;
};

type Owner = { email: string; name: string; passwordHash: string; locale: string | null };

export const insertOwner = (db: Db, owner: Owner) =>
  db.user.create({ data: owner, select: { id: true, name: true, email: true } });

type FirstCompany = { name: string; apiUrl: string | null };

export const insertCompany = (db: Db, company: FirstCompany) =>
  db.company.create({ data: company, select: { id: true, name: true } });

type Ownership = { companyId: string; userId: string; createdAt: Date };

export const insertOwnerships = async (db: Db, ownerships: Ownership[]): Promise<void> =>
  void (await db.membership.createMany({ data: ownerships.map((ownership) => ({ ...ownership, role: "owner" })) }));

export const listCompanies = (db: Db) => db.company.findMany({ select: { id: true }, orderBy: { createdAt: "asc" } });

type Words = Record<string, string>;
type ScopeRow = { key: string; level: string; names: Words; descriptions: Words; position: number };
type ApiRow = { companyId: string; name: string; audience: string; scopes: ScopeRow[] };

export const insertApi = (db: Db, { scopes, ...api }: ApiRow) =>
  db.api.create({
    data: { ...api, scopes: { create: scopes } },
    select: { scopes: { select: { id: true, key: true } } },
  });

/** The contexts that every company's applications can have: those of the open API, and those of a sign-in. */
export const listSharedScopes = (db: Db) =>
  db.scope.findMany({ where: { api: { systemKey: { in: ["open", "identity"] } } }, select: { id: true } });

type GroupRow = { companyId: string; name: string; scopeIds: string[] };

export const insertGroup = (db: Db, { companyId, name, scopeIds }: GroupRow) =>
  db.permissionGroup.create({
    data: { companyId, name, scopes: { createMany: { data: scopeIds.map((scopeId) => ({ scopeId })) } } },
    select: { id: true },
  });

/** The company that the set-up made, by the log, which keeps it for ever, and the first of its owners who is not disabled. */
export const findFirstOwner = async (db: Db) => {
  const event = await db.auditEvent.findFirst({
    where: { action: "company.set_up" },
    select: { companyId: true },
    orderBy: { at: "asc" },
  });
  if (!event?.companyId) return null;
  return db.membership.findFirst({
    where: { companyId: event.companyId, role: "owner", user: { disabledAt: null } },
    select: { companyId: true, userId: true },
    orderBy: { createdAt: "asc" },
  });
};

type TokenRow = {
  companyId: string;
  userId: string;
  tokenHash: Hash;
  hint: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date;
};

export const insertPersonalToken = (db: Db, token: TokenRow) =>
  db.personalToken.create({ data: { ...token, access: "custom" }, select: { id: true, name: true } });
