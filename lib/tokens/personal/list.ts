import "server-only";
import type { Context } from "@/lib/context";
import { cursorOf, type Listed, pageOf } from "@/lib/paging";
import { requirePermission } from "@/lib/people/may";
import { type TokenView, tokenView } from "./read";
import { TOKEN_FILTERS, type TokenFilter, type TokenQuery } from "./schema";
import { countRows, listRows } from "./store";

const PAGE = 25;

/** The company's tokens, newest first, ended ones included: none is ever deleted. */
export type TokenList = Listed<TokenView> & { counters: Record<TokenFilter, number> };

/**
 * One page of the company's tokens, and how many there are of each state among all of them (up to `COUNT_LIMIT` + 1).
 * @throws Refusal forbidden, insufficient_scope, invalid_cursor
 */
export async function listTokens(ctx: Context, { search, state, cursor, size = PAGE }: TokenQuery): Promise<TokenList> {
  const { companyId } = requirePermission(ctx, "tokens:read");
  const { db, now } = ctx;
  const wanted = { companyId, now, search: search ?? null, state: state ?? null };
  const after = cursorOf(cursor);
  const [rows, total, counts] = await Promise.all([
    listRows(db, wanted, { cursor: after, size }),
    countRows(db, wanted),
    Promise.all(TOKEN_FILTERS.map((filter) => countRows(db, { companyId, now, search: null, state: filter }))),
  ]);
  const page = pageOf(rows, size, total);
  const counters = Object.fromEntries(TOKEN_FILTERS.map((filter, index) => [filter, counts[index] ?? 0]));
  return { ...page, items: page.items.map((row) => tokenView(row, now)), counters: counters as TokenList["counters"] };
}
