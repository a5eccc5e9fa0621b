import { expect, it } from "vitest";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { testConnection } from "@/lib/testing/legacy";
import { createLegacyKey } from "./create";
import { rotateLegacyKey } from "./rotate";

testDatabase();

const AT_ONCE = 50;
const wins = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === "fulfilled").length;

it(`makes one, however many ask: ${AT_ONCE} at once`, async () => {
  const issuer = await testIssuer();
  const ctx = await testContext({ actor: issuer.actor });
  const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => createLegacyKey(ctx)));
  expect(wins(outcomes)).toBe(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "already_exists" });
});

it(`shows no secret that is dead already: of ${AT_ONCE} rotations at once, the last one shown works`, async () => {
  const { ctx, accepted, events } = await testConnection();
  const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => rotateLegacyKey(ctx)));
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "changed_meanwhile" });
  const shown = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.secret] : []));
  const verdicts = await Promise.all(shown.map(accepted));
  expect(verdicts.filter(({ active }) => active)).toHaveLength(1);
  expect(await events("rotated")).toHaveLength(shown.length);
});
