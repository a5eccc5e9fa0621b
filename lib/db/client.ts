import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";
import { Prisma, PrismaClient } from "@/lib/generated/prisma/client";

const omit = {
  installation: { setupCodeHash: true, hashKeyCheck: true, sealKeyCheck: true },
  user: { passwordHash: true },
  session: { handleHash: true },
  invitation: { tokenHash: true },
  clientSecret: { secretHash: true },
  pushedRequest: { referenceHash: true },
  authorizationCode: { codeHash: true },
  accessToken: { tokenHash: true },
  deviceRequest: { deviceCodeHash: true, userCodeHash: true },
  exchangedToken: { tokenHash: true, parentHash: true },
  registrationToken: { tokenHash: true },
  refreshToken: { tokenHash: true, answer: true, successorHash: true },
  personalToken: { tokenHash: true },
  signingKey: { privateKeySealed: true },
  legacyKey: { secretHash: true, secretCiphertext: true },
} satisfies Prisma.GlobalOmitConfig;

/** Prepared statements are named for speed; past this bound they are unnamed, so that the server does not keep them all. */
const NAMED_STATEMENTS = 200;

/** The Prisma client over `pool`. Hashes and ciphertexts leave it only where a query asks for them by name. */
export function prismaOver(pool: Pool) {
  const names = new Map<string, string>();
  const statementNameGenerator = ({ sql }: { sql: string }): string => {
    if (!names.has(sql) && names.size < NAMED_STATEMENTS) names.set(sql, `q${names.size}`);
    return names.get(sql) ?? "";
  };
  return new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator }), omit });
}

/** Empties a JSON column: null by itself could mean the JSON value as well, so Prisma takes neither for the other. */
export const NO_JSON = Prisma.DbNull;

export type Client = ReturnType<typeof prismaOver>;
/** What a store is given: the client, or an open transaction. */
export type Db = Client | Parameters<Parameters<Client["$transaction"]>[0]>[0];

/** No value in a JSON column: a plain null could also mean JSON's own. */
export const JSON_NOTHING = Prisma.DbNull;

/** Whether a write lost against a unique index. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
