import { expect, it } from "vitest";
import { type Claim, mayRetry, outcomeOf } from "./rules";

const NOTHING: Claim = { mismatch: null, usedAt: null, ended: null, misfit: null, isSpent: false };

it.each<[Partial<Claim>, string]>([
  [{ isSpent: true }, "spent"],
  [{}, "lost_a_race"],
  [{ mismatch: "other_client", usedAt: 1, ended: "revoked", misfit: "scope" }, "other_client"],
  [{ mismatch: "wrong_verifier", usedAt: 1 }, "wrong_verifier"],
  [{ usedAt: 1, ended: "expired", misfit: "scope" }, "used"],
  [{ usedAt: 0 }, "used"],
  [{ ended: "person_left", misfit: "target" }, "person_left"],
  [{ misfit: "target" }, "target"],
])("of %o is %s", (claim, expected) => {
  expect(outcomeOf({ ...NOTHING, ...claim })).toBe(expected);
});

const USED = 1_000_000;
it.each([
  [{ usedAt: USED, ended: null }, USED, true],
  [{ usedAt: USED, ended: null }, USED + 60_000, true],
  [{ usedAt: USED, ended: null }, USED + 60_001, false],
  // The clock of another process may be a little behind.
  [{ usedAt: USED, ended: null }, USED - 5, true],
  [{ usedAt: USED, ended: "revoked" as const }, USED, false],
  [{ usedAt: null, ended: null }, USED, false],
])("allows a retry of %o at %i: %s", (claim, now, expected) => {
  expect(mayRetry(claim, new Date(now))).toBe(expected);
});
