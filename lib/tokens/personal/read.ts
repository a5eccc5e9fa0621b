import "server-only";
import { type OfferedScope, offeredScopes } from "@/lib/apis/offered";
import type { Translated } from "@/lib/apis/system";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { type TokenState, tokenState } from "./rules";
import { findPersonName, findRow, type TokenRow } from "./store";

/** A personal token as it may be shown: of the secret its last four characters alone. */
export type TokenView = Readonly<{
  id: string;
  name: string;
  description: string;
  hint: string;
  access: "general" | "custom";
  /** The keys of its contexts; none for general access. */
  scopes: readonly string[];
  maker: Readonly<{ id: string; name: string }>;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  useCount: number;
  state: TokenState;
}>;

export function tokenView(row: TokenRow, now: Date): TokenView {
  const { user, useCount, access, revokedById: _by, revokedAt, revokedReason, ...shown } = row;
  const maker = { disabledAt: user.disabledAt, role: user.memberships[0]?.role ?? null };
  return {
    ...shown,
    access: access === "general" ? "general" : "custom",
    useCount: Number(useCount),
    maker: { id: user.id, name: user.name },
    state: tokenState({ expiresAt: row.expiresAt, revokedAt, revokedReason, maker }, now),
  };
}

export type TokenDetail = TokenView &
  Readonly<{
    /** Its contexts by name. One without names is not offered any more and counts for nothing. */
    contexts: readonly { key: string; names: Translated | null; level: OfferedScope["level"] | null }[];
    revokedBy: string | null;
  }>;

/**
 * One token of the company, ended ones included.
 * @throws Refusal forbidden, insufficient_scope, not_found
 */
export async function readToken(ctx: Context, { id }: { id: string }): Promise<TokenDetail> {
  const { companyId } = requirePermission(ctx, "tokens:read");
  const row = await findRow(ctx.db, companyId, id);
  if (!row) throw new Refusal("not_found");
  const offered = new Map((await offeredScopes(ctx, companyId)).map((scope) => [scope.key, scope]));
  const revoker = row.revokedById ? await findPersonName(ctx.db, row.revokedById) : null;
  return {
    ...tokenView(row, ctx.now),
    contexts: row.scopes.map((key) => {
      const scope = offered.get(key);
      return { key, names: scope?.names ?? null, level: scope?.level ?? null };
    }),
    revokedBy: revoker?.name ?? null,
  };
}
