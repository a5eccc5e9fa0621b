import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { after, days, minutes, seconds } from "@/lib/duration";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { forgiveAttempts, requireAttemptLeft, spendAttempt, spendRequest } from "./throttle";

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

  it("lock nobody out when the clock was set back, and a clock a little behind frees nobody (#533)", async () => {
    const now = new Date();
    const asked = fresh();
    for (let attempt = 0; attempt < 3; attempt++) await spendAttempt(await testContext({ now }), asked);
    await expect(spendAttempt(await at(now, -seconds(30)), asked)).rejects.toMatchObject({ name: "too_many_attempts" });
    const yesterday = await at(now, -days(1));
    await requireAttemptLeft(yesterday, asked);
    for (let attempt = 0; attempt < 3; attempt++) await spendAttempt(yesterday, asked);
    await expect(spendAttempt(yesterday, asked)).rejects.toMatchObject({ headers: { "Retry-After": "900" } });
  });
});

it("requests are counted like attempts, under a name of their own (#494)", async () => {
  const ctx = await testContext();
  const asked = fresh();
  for (let request = 0; request < 3; request++) await spendRequest(ctx, asked);
  const refusal = { name: "too_many_requests", status: 429, headers: { "Retry-After": "900" } };
  await expect(spendRequest(ctx, asked)).rejects.toMatchObject(refusal);
});
