import "server-only";
import type { Context, Role } from "@/lib/context";
import { cursorOf, type Listed, PAGE_SIZES, pageOf } from "@/lib/paging";
import { requirePermission } from "./may";
import { countMembers, listLastSignIns, listMembers, listWithoutPassword } from "./store";

export type PersonState = "active" | "invited" | "disabled";

export type PersonRow = Readonly<{
  userId: string;
  name: string;
  email: string;
  role: Role;
  state: PersonState;
  /** Null when it was never, or so long ago that the session is not kept any more. */
  lastSignInAt: Date | null;
  /** When they joined the company. */
  createdAt: Date;
}>;

type Row = Readonly<{
  role: string;
  createdAt: Date;
  user: Readonly<{ id: string; name: string; email: string; disabledAt: Date | null }>;
}>;

/** What list and detail say in common, for each of `rows`. */
export async function personRows({ db }: Pick<Context, "db">, rows: readonly Row[]): Promise<PersonRow[]> {
  const userIds = rows.map(({ user }) => user.id);
  const withoutPassword = await listWithoutPassword(db, userIds);
  const lastSignIns = await listLastSignIns(db, userIds);
  return rows.map(({ user: { id, name, email, disabledAt }, role, createdAt }) => ({
    userId: id,
    name,
    email,
    role: role as Role,
    state: disabledAt ? "disabled" : withoutPassword.has(id) ? "invited" : "active",
    lastSignInAt: lastSignIns.get(id) ?? null,
    createdAt,
  }));
}

type Wanted = { search?: string; cursor?: string | null; size?: number };

/**
 * The people of the company, the newest first, found by a part of their name or address.
 * @throws Refusal sign_in_required, forbidden, invalid_cursor
 */
export async function listPeople(
  ctx: Context,
  { search = "", cursor, size = PAGE_SIZES[0] }: Wanted,
): Promise<Listed<PersonRow>> {
  const { companyId } = requirePermission(ctx, "people:read");
  const found = { companyId, search: search.trim() };
  const rows = await listMembers(ctx.db, found, { cursor: cursorOf(cursor), take: size + 1 });
  const { items, next, total } = pageOf(rows, size, await countMembers(ctx.db, found));
  return { items: await personRows(ctx, items), next, total };
}
