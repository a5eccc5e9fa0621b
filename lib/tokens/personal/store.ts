import "server-only";
import type { Db } from "@/lib/db/client";
import { containing } from "@/lib/db/like";
import { after } from "@/lib/duration";
import type { Prisma } from "@/lib/generated/prisma/client";
import { afterCursor, COUNT_LIMIT, type Cursor, ORDER } from "@/lib/paging";
import { EXPIRES_SOON, HOLDER_ROLES, LONG_UNUSED } from "./rules";
import type { TokenFilter } from "./schema";

const selectFor = (companyId: string) =>
  ({
    id: true,
    name: true,
    description: true,
    hint: true,
    access: true,
    scopes: true,
    createdAt: true,
    expiresAt: true,
    lastUsedAt: true,
    useCount: true,
    revokedAt: true,
    revokedById: true,
    revokedReason: true,
    user: {
      select: {
        id: true,
        name: true,
        disabledAt: true,
        memberships: { where: { companyId }, select: { role: true } },
      },
    },
  }) satisfies Prisma.PersonalTokenSelect;
export type TokenRow = Prisma.PersonalTokenGetPayload<{ select: ReturnType<typeof selectFor> }>;

type Where = Prisma.PersonalTokenWhereInput;

/** The rows that `tokenState` calls by that name, in the language of the database. */
function whereState(state: TokenFilter, companyId: string, now: Date): Where {
  const holds: Where = {
    user: { disabledAt: null, memberships: { some: { companyId, role: { in: [...HOLDER_ROLES] } } } },
  };
  const unended: Where = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  const working: Where[] = [unended, holds];
  const longAgo = after(now, -LONG_UNUSED);
  switch (state) {
    case "active":
      return { AND: working };
    case "expiring":
      return { AND: [...working, { expiresAt: { lte: after(now, EXPIRES_SOON) } }] };
    case "never_used":
      return { AND: [...working, { lastUsedAt: null }] };
    case "unused_90_days":
      return {
        AND: [
          ...working,
          { OR: [{ lastUsedAt: { lte: longAgo } }, { lastUsedAt: null, createdAt: { lte: longAgo } }] },
        ],
      };
    case "expired":
      return { revokedAt: null, expiresAt: { lte: now } };
    case "revoked":
      return { revokedAt: { not: null } };
    case "suspended":
      return { AND: [unended, { NOT: holds }] };
  }
}

const matching = (text: string): Where => {
  const contains = containing(text);
  return { OR: [{ name: contains }, { description: contains }] };
};

export type TokensWanted = { companyId: string; now: Date; search: string | null; state: TokenFilter | null };

const whereWanted = ({ companyId, now, search, state }: TokensWanted): Where => ({
  companyId,
  AND: [search ? matching(search) : {}, state ? whereState(state, companyId, now) : {}],
});

type Page = { cursor: Cursor | null; size: number };

/** One row more than the page, which tells that there is another. */
export const listRows = (db: Db, wanted: TokensWanted, { cursor, size }: Page): Promise<TokenRow[]> =>
  db.personalToken.findMany({
    where: { AND: [whereWanted(wanted), afterCursor(cursor)] },
    select: selectFor(wanted.companyId),
    orderBy: ORDER,
    take: size + 1,
  });

export const countRows = (db: Db, wanted: TokensWanted): Promise<number> =>
  db.personalToken.count({ where: whereWanted(wanted), take: COUNT_LIMIT + 1 });

export const findRow = (db: Db, companyId: string, id: string): Promise<TokenRow | null> =>
  db.personalToken.findFirst({ where: { id, companyId }, select: selectFor(companyId) });

/** The token that this person's earlier submit of the same form made in this company. */
export const findSubmitted = (db: Db, submissionKey: string, maker: { companyId: string; userId: string }) =>
  db.personalToken.findFirst({ where: { submissionKey, ...maker }, select: { id: true } });

/** What a token holds itself, when it is the one that acts. */
export const findHolding = (db: Db, companyId: string, id: string) =>
  db.personalToken.findFirst({ where: { id, companyId }, select: { scopes: true, expiresAt: true } });

export const findMaker = (db: Db, userId: string) =>
  db.user.findUniqueOrThrow({ where: { id: userId }, select: { timeZone: true } });

export const findPersonName = (db: Db, userId: string) =>
  db.user.findUnique({ where: { id: userId }, select: { name: true } });

type NewToken = Omit<Prisma.PersonalTokenUncheckedCreateInput, "lastUsedAt" | "useCount" | "revokedAt">;

/** Whether the row was written: not, when its submission key has made one already. */
export async function insertToken(db: Db, token: NewToken): Promise<boolean> {
  const { count } = await db.personalToken.createMany({ data: [token], skipDuplicates: true });
  return count === 1;
}

export const countOwned = (db: Db, companyId: string, ids: string[]): Promise<number> =>
  db.personalToken.count({ where: { companyId, id: { in: ids } } });

type Revocation = { companyId: string; ids: string[]; at: Date; byId: string; reason: string | null };

/** Ends those that were not ended before: the rows that it gives are the ones that this call ended. */
export const revokeRows = (db: Db, { companyId, ids, at, byId, reason }: Revocation) =>
  db.personalToken.updateManyAndReturn({
    where: { companyId, id: { in: ids }, revokedAt: null },
    data: { revokedAt: at, revokedById: byId, revokedReason: reason },
    select: { id: true, name: true },
  });
