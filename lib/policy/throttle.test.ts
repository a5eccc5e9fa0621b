import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { after, minutes, seconds } from "@/lib/duration";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { forgiveAttempts, requireAttemptLeft, spendAttempt } from "./throttle";

testDatabase();

const at = (from: Date, ms: number) => testContext({ now: after(from, ms) });
const fresh = () => ({ what: "test", subject: randomUUID(), limit: 3, windowMs: minutes(15) });

describe("failed attempts", () => {
  it("are free up to the limit, then refused with the rest of the window as Retry-After", async () => {
    const now = new Date();
    const asked = fresh();
    for (let attempt = 0; attempt < 3; attempt++) {
      await requireAttemptLeft(await testContext({ now }), asked);
      await spendAttempt(await testContext({ now }), asked);
    }
    const later = await at(now, minutes(5));
    const refusal = { name: "too_many_attempts", headers: { "Retry-After": "600" } };
    await expect(spendAttempt(later, asked)).rejects.toMatchObject(refusal);
    await expect(requireAttemptLeft(later, asked)).rejects.toMatchObject(refusal);
  });

  it("are free again when the window is over, to the second", async () => {
    const now = new Date();
    const asked = fresh();
    for (let attempt = 0; attempt < 3; attempt++) await spendAttempt(await testContext({ now }), asked);
    const last = await at(now, minutes(15) - seconds(1));
    await expect(spendAttempt(last, asked)).rejects.toMatchObject({ headers: { "Retry-After": "1" } });
    const over = await at(now, minutes(15));
    await requireAttemptLeft(over, asked);
    for (let attempt = 0; attempt < 3; attempt++) await spendAttempt(over, asked);
    await expect(spendAttempt(over, asked)).rejects.toMatchObject({ name: "too_many_attempts" });
  });

  it("of one subject leave another alone", async () => {
    const ctx = await testContext();
    const asked = fresh();
    for (let attempt = 0; attempt < 3; attempt++) await spendAttempt(ctx, asked);
    await spendAttempt(ctx, { ...asked, subject: "another" });
    await spendAttempt(ctx, { ...asked, what: "another" });
  });

  it("are forgotten on demand", async () => {
    const ctx = await testContext();
    const asked = fresh();
    for (let attempt = 0; attempt < 3; attempt++) await spendAttempt(ctx, asked);
    await forgiveAttempts(ctx, asked);
    await spendAttempt(ctx, asked);
  });
});
