import { expect, it } from "vitest";
import { listGrantsSchema, revokeGrantsSchema } from "./schema";

const id = "0191f3f0-0000-7000-8000-000000000000";

it("a list's query takes what a form leaves empty as not set, and refuses what a page cannot be", () => {
  expect(listGrantsSchema.parse({ search: "", status: "", clientId: "", cursor: "", size: "" })).toEqual({});
  expect(listGrantsSchema.parse({ search: " a ", size: "50" })).toEqual({ search: "a", size: 50 });
  for (const wrong of [
    { size: "0" },
    { size: "101" },
    { size: "x" },
    { status: "dead" },
    { clientId: "x" },
    { search: "a\0" },
  ])
    expect(listGrantsSchema.safeParse(wrong).success).toBe(false);
});

it("a revocation names one to a hundred ids, and a reason in one line", () => {
  expect(revokeGrantsSchema.parse({ ids: id, reason: " gone " })).toEqual({ ids: [id], reason: "gone" });
  expect(revokeGrantsSchema.parse({ ids: Array(100).fill(id) }).ids).toHaveLength(100);
  for (const wrong of [{ ids: [] }, { ids: ["x"] }, { ids: Array(101).fill(id) }, { ids: [id], reason: "a\nb" }])
    expect(revokeGrantsSchema.safeParse(wrong).success).toBe(false);
});
