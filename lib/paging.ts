import { Refusal } from "@/lib/errors";

/** Where a page of a list ended: lists are ordered newest first, by creation and then by id. */
export type Cursor = Readonly<{ at: Date; id: string }>;

/** One page of a list. `total` counts all matches up to `COUNT_LIMIT`; above, it is `COUNT_LIMIT` + 1: "more than". */
export type Listed<T> = { items: T[]; next: string | null; total: number };

export const PAGE_SIZES = [25, 50, 100] as const;
export const COUNT_LIMIT = 10_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Refusal invalid_cursor */
export function cursorOf(text: string | null | undefined): Cursor | null {
  if (!text) return null;
  const [millis = "", id = ""] = Buffer.from(text, "base64url").toString().split("_");
  const at = new Date(/^\d{1,15}$/.test(millis) ? Number(millis) : Number.NaN);
  if (Number.isNaN(at.getTime()) || !UUID.test(id)) throw new Refusal("invalid_cursor");
  return { at, id };
}

/** The rows that come after `cursor`, for a query ordered by `ORDER`. The bound by itself lets an index begin there. */
export const afterCursor = (cursor: Cursor | null) =>
  cursor
    ? {
        createdAt: { lte: cursor.at },
        OR: [{ createdAt: { lt: cursor.at } }, { createdAt: cursor.at, id: { lt: cursor.id } }],
      }
    : {};

export const ORDER = [{ createdAt: "desc" as const }, { id: "desc" as const }];

/**
 * Cuts a query that took `size` + 1 rows into a page: the row too many tells that there is another.
 * @param total from a count with `take: COUNT_LIMIT + 1`
 */
export function pageOf<R extends { createdAt: Date; id: string }>(rows: R[], size: number, total: number): Listed<R> {
  const items = rows.slice(0, size);
  const last = items.at(-1);
  const next =
    rows.length > size && last ? Buffer.from(`${last.createdAt.getTime()}_${last.id}`).toString("base64url") : null;
  return { items, next, total };
}
