import { expect, it } from "vitest";
import { afterCursor, cursorOf, pageOf } from "./paging";

const row = (n: number) => ({ createdAt: new Date(n), id: `00000000-0000-7000-8000-00000000000${n}` });

it("gives a page and the way to the next", () => {
  const page = pageOf([row(3), row(2), row(1)], 2, 3);
  expect(page.items).toEqual([row(3), row(2)]);
  expect(cursorOf(page.next)).toEqual({ at: new Date(2), id: row(2).id });
  expect(afterCursor(cursorOf(page.next))).toEqual({
    createdAt: { lte: new Date(2) },
    OR: [{ createdAt: { lt: new Date(2) } }, { createdAt: new Date(2), id: { lt: row(2).id } }],
  });
});

it("says that there is no other page", () => {
  expect(pageOf([row(2), row(1)], 2, 2).next).toBeNull();
  expect(afterCursor(cursorOf(undefined))).toEqual({});
});

it.each(["x", "MTIz", Buffer.from("1_nonsense").toString("base64url"), "\u0000"])(
  "refuses a made-up cursor: %j",
  (text) => {
    expect(() => cursorOf(text)).toThrow("invalid_cursor");
  },
);
