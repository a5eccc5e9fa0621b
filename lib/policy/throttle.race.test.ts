import { expect, it } from "vitest";
import { minutes } from "@/lib/duration";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { ROUNDS } from "@/lib/testing/rounds";
import { spendAttempt } from "./throttle";

testDatabase();

it("lets exactly the limit through when 100 attempts fail at once (#491)", async () => {
  const ctx = await testContext();
  for (let round = 0; round < ROUNDS; round++) {
    const asked = { what: "test", subject: `round ${round}`, limit: 20, windowMs: minutes(15) };
    const all = await Promise.allSettled(Array.from({ length: 100 }, () => spendAttempt(ctx, asked)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
    expect(all.filter((one) => one.status === "rejected" && one.reason.name !== "too_many_attempts")).toHaveLength(0);
  }
});
