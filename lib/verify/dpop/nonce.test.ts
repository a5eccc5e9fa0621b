import { expect, it } from "vitest";
import { hashOf } from "@/lib/crypto/hash";
import { after, minutes, seconds } from "@/lib/duration";
import { ageOf, currentNonce } from "./nonce";

const now = new Date("2026-11-26T10:00:00Z");

it("is good for four minutes at least and six at most, and after two it is time for the next", () => {
  const nonce = currentNonce(now);
  expect(nonce).toMatch(/^[\w-]{22}$/);
  const ages = [0, minutes(2) - 1, minutes(2), minutes(6) - 1, minutes(6)].map((later) =>
    ageOf(nonce, after(now, later)),
  );
  expect(ages).toEqual(["current", "current", "old", "old", "unknown"]);
});

it("is the same on every process, and good where the clock is a little behind", () => {
  expect(currentNonce(after(now, seconds(119)))).toBe(currentNonce(now));
  expect(ageOf(currentNonce(after(now, minutes(2))), now)).toBe("current");
  expect(ageOf(currentNonce(after(now, minutes(4))), now)).toBe("unknown");
});

it("is nothing that somebody without the key can make", () => {
  const span = String(now.getTime() / minutes(2));
  const other = hashOf(span).subarray(0, 16).toString("base64url");
  for (const made of ["", span, other, `${currentNonce(now)}x`, currentNonce(now).slice(1)])
    expect(ageOf(made, now)).toBe("unknown");
});
