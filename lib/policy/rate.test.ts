import { describe, expect, it } from "vitest";
import { minutes, seconds } from "@/lib/duration";
import { requireRate } from "./rate";

let serial = 0;
const fresh = (limit = 3) => ({ what: `test ${serial++}`, limit, windowMs: minutes(1) });
const isTaken = (...asked: Parameters<typeof requireRate>): boolean => {
  try {
    requireRate(...asked);
    return true;
  } catch {
    return false;
  }
};

describe("requests", () => {
  it("pass up to the limit, are then refused with the rest of the window, and pass again after it (#494)", () => {
    const rate = fresh();
    for (let request = 0; request < 3; request++) requireRate(rate, "a", 1000);
    const refusal = { name: "too_many_requests", status: 429, headers: { "Retry-After": "45" } };
    expect(() => requireRate(rate, "a", 1000 + seconds(15))).toThrow(expect.objectContaining(refusal));
    // What is refused is not counted: it lengthens nothing.
    expect(isTaken(rate, "a", 1000 + minutes(1) - 1)).toBe(false);
    expect(isTaken(rate, "a", 1000 + minutes(1))).toBe(true);
  });

  it("of one subject leave another alone, and of one kind another", () => {
    const [rate, other] = [fresh(1), fresh(1)];
    requireRate(rate, "a", 0);
    expect([isTaken(rate, "a", 1), isTaken(rate, "b", 1), isTaken(other, "a", 1)]).toEqual([false, true, true]);
  });

  it("are counted by a clock that no setting of the time moves (#533)", () => {
    const rate = fresh(1);
    requireRate(rate, "a");
    const { now } = Date;
    for (const moved of [minutes(10), -minutes(10)]) {
      Date.now = () => now() + moved;
      expect(isTaken(rate, "a")).toBe(false);
    }
    Date.now = now;
  });

  it("of a million subjects are counted in bounded memory, and the newest are not forgotten (#492)", () => {
    const rate = fresh(1);
    for (let subject = 0; subject < 1_000_000; subject++) requireRate(rate, `n${subject}`, 0);
    expect(isTaken(rate, "n999999", 1)).toBe(false);
    expect(isTaken(rate, "n990001", 1)).toBe(false);
    // Forgotten to make room: it may ask again.
    expect(isTaken(rate, "n1", 1)).toBe(true);
  });
});
