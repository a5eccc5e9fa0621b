import { expect, it } from "vitest";
import { changesOf } from "./changes";

it("pairs what was with what is, in each of the ways in which actions write it", () => {
  expect(changesOf({ "name.before": "a", "name.after": "b" }, "role").changes).toEqual([
    { field: "name", before: "a", after: "b" },
  ]);
  expect(changesOf({ nameBefore: null, name: "b" }, "role").changes).toEqual([
    { field: "name", before: null, after: "b" },
  ]);
  expect(changesOf({ before: "member", after: "admin" }, "role").changes).toEqual([
    { field: "role", before: "member", after: "admin" },
  ]);
});

it("keeps everything else as a fact, and loses nothing", () => {
  expect(changesOf({ sessions: 2, nameBefore: "alone", before: "alone" }, "role")).toEqual({
    changes: [],
    facts: [
      { field: "sessions", value: 2 },
      { field: "nameBefore", value: "alone" },
      { field: "before", value: "alone" },
    ],
  });
});
