import "server-only";
import { newId } from "@/lib/crypto/id";
import type { Db } from "@/lib/db/client";

type NewFailure = {
  clientId: string;
  at: Date;
  endpoint: string;
  refusal: string;
  parameter: string | null;
  reason: string | null;
  received: string | null;
  requestId: string;
  ip: string | null;
};

export const insertFailure = (db: Db, data: NewFailure) =>
  db.failedRequest.create({ data: { id: newId(), ...data }, select: { id: true } });

/** Removed clients too: who names one should be told. */
export const findClientId = async (db: Db, key: string): Promise<string | null> =>
  (await db.client.findUnique({ where: { key }, select: { id: true } }))?.id ?? null;

export const listFailureRows = (db: Db, clientId: string, take: number) =>
  db.failedRequest.findMany({
    where: { clientId },
    select: {
      id: true,
      at: true,
      endpoint: true,
      refusal: true,
      parameter: true,
      reason: true,
      received: true,
      requestId: true,
      ip: true,
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take,
  });

export const findFailureOf = (db: Db, requestId: string) =>
  db.failedRequest.findFirst({
    where: { requestId },
    select: { refusal: true, parameter: true, client: { select: { id: true, name: true, companyId: true } } },
  });

/** What of a client its failed requests are held against. */
export const findRegistered = (db: Db, { companyId, id }: { companyId: string; id: string }) =>
  db.client.findFirst({
    where: { id, companyId },
    select: {
      id: true,
      redirectUris: true,
      grantType: true,
      additionalGrantTypes: true,
      isPublic: true,
      authMethod: true,
      permissionGroupId: true,
    },
  });
