import { expect, it } from "vitest";
import { type ChosenContext, riskOf } from "./risk";

const reads: ChosenContext = { level: "read", isAdmin: false };
const writes: ChosenContext = { level: "write", isAdmin: false };
const administers: ChosenContext = { level: "write", isAdmin: true };

it.each([
  ["reads for a while", "custom", [reads], 90, "low"],
  ["reads for a year", "custom", [reads], 365, "medium"],
  ["reads without end", "custom", [reads], null, "medium"],
  ["changes for a while", "custom", [reads, writes], 30, "medium"],
  ["changes without end", "custom", [writes], null, "high"],
  ["reads what administers", "custom", [{ level: "read", isAdmin: true }], 7, "medium"],
  ["administers for a week", "custom", [administers], 7, "high"],
  ["can do everything for a while", "general", [], 30, "medium"],
  ["can do everything for a year", "general", [], 365, "high"],
  ["can do everything without end", "general", [], null, "high"],
] as const)("a token that %s", (_what, access, contexts, lifeDays, risk) => {
  expect(riskOf({ access, contexts: [...contexts], lifeDays })).toBe(risk);
});
