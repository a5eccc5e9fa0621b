import "server-only";
import type { Details } from "@/lib/apis/details";
import type { Db } from "@/lib/db/client";
import type { Prisma } from "@/lib/generated/prisma/client";

/** What the endpoints of a person's consent need of a client. */
const CLIENT = {
  id: true,
  key: true,
  companyId: true,
  name: true,
  description: true,
  grantType: true,
  isPublic: true,
  redirectUris: true,
  requiresPar: true,
  requiresDpop: true,
  optionalScopes: true,
  isClassic: true,
  verifiedAt: true,
  origin: true,
  documentUrl: true,
  awaitsApprovalSince: true,
  siteUrl: true,
  privacyPolicyUrl: true,
  licenceUrl: true,
  permissionGroupId: true,
  disabledAt: true,
  removedAt: true,
  company: { select: { name: true } },
} as const;

export const findClientByKey = (db: Db, key: string) => db.client.findUnique({ where: { key }, select: CLIENT });

/** What a client has registered about signing out of it. */
export const findSignOut = (db: Db, key: string) =>
  db.client.findUnique({
    where: { key },
    select: { name: true, postLogoutRedirectUris: true, disabledAt: true, removedAt: true },
  });

export const findClientById = (db: Db, id: string) => db.client.findUnique({ where: { id }, select: CLIENT });

/** A JSON column is left out where there is nothing to keep: null has two meanings there. */
const stored = <D extends { details: Details }>({ details, ...row }: D) => ({
  ...row,
  ...(details && { details: details as unknown as Prisma.InputJsonValue }),
});

type NewRequest = {
  id: string;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  audience: string[];
  state: string | null;
  codeChallenge: string | null;
  details: Details;
  nonce: string | null;
  dpopJkt: string | null;
  uiLocales: string | null;
  loginHint: string | null;
  authenticatedAfter: Date | null;
  pushedRequestId: string | null;
  createdAt: Date;
  expiresAt: Date;
};

export const insertRequest = (db: Db, request: NewRequest) =>
  db.authorizationRequest.create({ data: stored(request), select: { id: true } });

const REQUEST = {
  id: true,
  redirectUri: true,
  scopes: true,
  audience: true,
  state: true,
  codeChallenge: true,
  details: true,
  draft: true,
  nonce: true,
  dpopJkt: true,
  uiLocales: true,
  loginHint: true,
  authenticatedAfter: true,
  pushedRequestId: true,
  sessionId: true,
  expiresAt: true,
  decidedAt: true,
  client: { select: CLIENT },
} as const;

export const findRequest = (db: Db, id: string) =>
  db.authorizationRequest.findUnique({ where: { id }, select: REQUEST });

type Claim = { id: string; sessionId: string; now: Date };

const waiting = ({ id, now }: Pick<Claim, "id" | "now">) => ({ id, decidedAt: null, expiresAt: { gt: now } });

/** Makes a waiting request this session's, if it is `holder`'s: nobody's, or a session's that has ended. */
export async function claimForSession(db: Db, claim: Claim, holder: string | null): Promise<boolean> {
  const { count } = await db.authorizationRequest.updateMany({
    where: { ...waiting(claim), sessionId: holder },
    data: { sessionId: claim.sessionId },
  });
  return count === 1;
}

/** Takes the one decision that a request has, for the session that it belongs to. */
export async function claimDecision(db: Db, claim: Claim): Promise<boolean> {
  const { count } = await db.authorizationRequest.updateMany({
    where: { ...waiting(claim), sessionId: claim.sessionId },
    data: { decidedAt: claim.now },
  });
  return count === 1;
}

/** Keeps what was answered so far, while the request waits for this session's decision. */
export async function updateDraft(db: Db, { draft, ...claim }: Claim & { draft: Readonly<Record<string, string>> }) {
  await db.authorizationRequest.updateMany({
    where: { ...waiting(claim), sessionId: claim.sessionId },
    data: { draft },
  });
}

type NewPushed = {
  id: string;
  referenceHash: Uint8Array<ArrayBuffer>;
  clientId: string;
  parameters: [string, string][];
  createdAt: Date;
  expiresAt: Date;
};

export const insertPushed = (db: Db, data: NewPushed) => db.pushedRequest.create({ data, select: { id: true } });

type Reference = { hashes: Uint8Array<ArrayBuffer>[]; clientId: string; now: Date };

/** One of this client that can still be opened. */
export const findPushed = (db: Db, { hashes, clientId, now }: Reference) =>
  db.pushedRequest.findFirst({
    where: { referenceHash: { in: hashes }, clientId, usedAt: null, expiresAt: { gt: now } },
    select: { id: true, parameters: true },
  });

/** Takes the one answer that a pushed request has. */
export async function claimPushed(db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.pushedRequest.updateMany({ where: { id, usedAt: null }, data: { usedAt: now } });
  return count === 1;
}

export const hasSessionEnded = async (db: Db, sessionId: string, now: Date): Promise<boolean> =>
  (await db.session.count({ where: { id: sessionId, endedAt: null, expiresAt: { gt: now } } })) === 0;

export const isMember = async (db: Db, userId: string, companyId: string): Promise<boolean> =>
  (await db.membership.count({ where: { userId, companyId, user: { disabledAt: null } } })) === 1;

export type NewCode = {
  codeHash: Uint8Array<ArrayBuffer>;
  familyId: string;
  grantId: string;
  clientId: string;
  userId: string;
  redirectUri: string;
  scopes: string[];
  audience: string[];
  codeChallenge: string | null;
  details: Details;
  nonce: string | null;
  authenticatedAt: Date | null;
  dpopJkt: string | null;
  createdAt: Date;
  expiresAt: Date;
};

export const insertCode = (db: Db, code: NewCode) =>
  db.authorizationCode.create({ data: stored(code), select: { familyId: true } });
