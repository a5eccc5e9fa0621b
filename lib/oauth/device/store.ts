import "server-only";
import type { Db } from "@/lib/db/client";

type Hash = Uint8Array<ArrayBuffer>;

/** What the pages of a device request tell of its client. */
const CLIENT = {
  id: true,
  key: true,
  companyId: true,
  name: true,
  description: true,
  siteUrl: true,
  privacyPolicyUrl: true,
  licenceUrl: true,
  permissionGroupId: true,
  disabledAt: true,
  removedAt: true,
  company: { select: { name: true } },
} as const;

const REQUEST = {
  id: true,
  deviceCodeHash: true,
  userCodeHash: true,
  scopes: true,
  audience: true,
  details: true,
  dpopJkt: true,
  sessionId: true,
  expiresAt: true,
  decidedAt: true,
  client: { select: CLIENT },
} as const;

type NewDevice = {
  id: string;
  deviceCodeHash: Hash;
  userCodeHash: Hash;
  clientId: string;
  scopes: string[];
  audience: string[];
  dpopJkt: string | null;
  createdAt: Date;
  expiresAt: Date;
  intervalSeconds: number;
};

/** Stores a request unless another one has its user code. @returns whether it was stored */
export const insertDevice = async (db: Db, device: NewDevice): Promise<boolean> =>
  (await db.deviceRequest.createMany({ data: [device], skipDuplicates: true })).count === 1;

export const findDevice = (db: Db, id: string) => db.deviceRequest.findUnique({ where: { id }, select: REQUEST });

/** The request that waits for a decision behind a code that a person typed. */
export const findWaiting = (db: Db, hashes: Hash[], now: Date) =>
  db.deviceRequest.findFirst({
    where: { userCodeHash: { in: hashes }, decidedAt: null, expiresAt: { gt: now } },
    select: { id: true, sessionId: true },
  });

/** The request of this client's device. */
export const findPolled = (db: Db, hashes: Hash[], clientId: string) =>
  db.deviceRequest.findFirst({
    where: { deviceCodeHash: { in: hashes }, clientId },
    select: { id: true, expiresAt: true, isAllowed: true },
  });

type Claim = { id: string; sessionId: string; now: Date };
const waiting = ({ id, now }: Pick<Claim, "id" | "now">) => ({ id, decidedAt: null, expiresAt: { gt: now } });

/** Makes a waiting request this session's, if it is `holder`'s: nobody's, or a session's that has ended. */
export async function claimDevice(db: Db, claim: Claim, holder: string | null): Promise<boolean> {
  const { count } = await db.deviceRequest.updateMany({
    where: { ...waiting(claim), sessionId: holder },
    data: { sessionId: claim.sessionId },
  });
  return count === 1;
}

/** Takes the one decision that a request has, for the session that it belongs to. */
export async function claimDeviceDecision(db: Db, claim: Claim & { isAllowed: boolean }): Promise<boolean> {
  const { count } = await db.deviceRequest.updateMany({
    where: { ...waiting(claim), sessionId: claim.sessionId },
    data: { decidedAt: claim.now, isAllowed: claim.isAllowed },
  });
  return count === 1;
}

/**
 * Takes the one question that a device has in each interval. A last one that lies ahead of the clock was before the clock
 * was set back: it binds nobody.
 */
export async function claimPoll(db: Db, id: string, now: Date): Promise<boolean> {
  const at = now.getTime();
  const count = await db.$executeRaw`
    UPDATE "DeviceRequest" SET "lastPolledAt" = to_timestamp(${at}::float8 / 1000)
    WHERE "id" = ${id}::uuid AND ("lastPolledAt" IS NULL OR "lastPolledAt" > to_timestamp(${at}::float8 / 1000)
      OR "lastPolledAt" + "intervalSeconds" * interval '1 second' <= to_timestamp(${at}::float8 / 1000))`;
  return count === 1;
}

/** From now on the device waits longer, counted from this instant. */
export const slowDevice = (db: Db, id: string, { by, now }: { by: number; now: Date }) =>
  db.deviceRequest.updateMany({
    where: { id },
    data: { intervalSeconds: { increment: by }, lastPolledAt: now },
  });
