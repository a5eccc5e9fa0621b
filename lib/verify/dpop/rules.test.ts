import { describe, expect, it } from "vitest";
import { claimedFor, provesItsKey } from "./rules";

const now = new Date("2026-11-26T10:00:00.400Z");
const seconds = Math.floor(now.getTime() / 1000);
const call = { method: "POST", url: "https://api.example.com/v1/stock?page=2" };
const good = { jti: "a", htm: "POST", htu: "https://api.example.com/v1/stock", iat: seconds };

const outcome = (changes: Record<string, unknown>, ath: string | null = null, url = call.url) => {
  const claimed = claimedFor({ ...good, ...changes }, { call: { ...call, url }, ath, now });
  return typeof claimed === "string" ? claimed : "good";
};

describe("the address of a proof", () => {
  it.each([
    "https://api.example.com/v1/stock?other=1#part",
    "HTTPS://API.example.COM/v1/stock",
    "https://api.example.com:443/v1/stock",
    "https://api.example.com/v1/./x/../stock",
    "https://api.example.com/v1/%73tock",
  ])("is compared in its normal form, without query and fragment (#312): %s", (htu) => {
    expect(outcome({ htu })).toBe("good");
  });

  it("is compared with escapes in upper case, and an empty path as a slash (#312)", () => {
    expect(outcome({ htu: "https://a.example/x%2fy" }, null, "https://a.example/x%2Fy")).toBe("good");
    expect(outcome({ htu: "https://a.example" }, null, "https://a.example/")).toBe("good");
  });

  it.each([
    "https://evil.example/v1/stock",
    "https://api.example.com.evil.example/v1/stock",
    "http://api.example.com/v1/stock",
    "https://api.example.com:444/v1/stock",
    "https://api.example.com/v1/stock/",
    "https://api.example.com/v1/Stock",
    "https://api.example.com/v1%2Fstock",
    "https://api.example.com/v1\\stock",
    "https://api.example.com/v1/sto\tck",
    " https://api.example.com/v1/stock",
    "https://me@api.example.com/v1/stock",
    "//api.example.com/v1/stock",
    "/v1/stock",
    "https://",
    "",
    ["https://api.example.com/v1/stock"],
    7,
    null,
    { href: call.url },
    undefined,
  ])("is refused as another, or as none (#311): %j", (htu) => {
    expect(outcome({ htu })).toBe("htu");
  });
});

describe("the method of a proof", () => {
  it.each(["GET", "post", "POST ", undefined, ["POST"]])("is the one of the call to the letter (#310): %j", (htm) => {
    expect(outcome({ htm })).toBe("htm");
  });
});

describe("the time of a proof", () => {
  it.each([
    [{ iat: seconds - 10 }, "good"],
    [{ iat: seconds + 10 }, "good"],
    [{ iat: seconds + 0.5 }, "good"],
    [{ iat: seconds - 299 }, "good"],
    [{ iat: seconds - 301 }, "iat"],
    [{ iat: seconds + 60 }, "good"],
    [{ iat: seconds + 61 }, "iat"],
    [{ iat: seconds - 3600 }, "iat"],
    [{ iat: seconds + 3600 }, "iat"],
    [{ iat: undefined }, "iat"],
    [{ iat: String(seconds) }, "iat"],
    [{ iat: null }, "iat"],
    [{ nbf: seconds, exp: seconds + 30 }, "good"],
    [{ nbf: seconds + 10 }, "good"],
    [{ exp: seconds }, "exp"],
    [{ exp: seconds - 10 }, "exp"],
    [{ exp: "later" }, "exp"],
    [{ nbf: seconds + 3600 }, "nbf"],
    [{ nbf: "now" }, "nbf"],
  ])("is near to now, and its own limits hold (#314): %j is %s", (changes, expected) => {
    expect(outcome(changes)).toBe(expected);
  });

  it("says until when its id is kept: five minutes after it was made, or to its own end (#316)", () => {
    const endOf = (changes: Record<string, unknown>) => claimedFor({ ...good, ...changes }, { call, ath: null, now });
    const latest = { endsAt: new Date((seconds + 300) * 1000) };
    expect(endOf({})).toMatchObject(latest);
    expect(endOf({ exp: seconds + 9 })).toMatchObject({ endsAt: new Date((seconds + 9) * 1000) });
    expect(endOf({ exp: seconds + 9_999_999 })).toMatchObject(latest);
  });
});

describe("the other claims", () => {
  it.each([
    [{ jti: undefined }, "jti"],
    [{ jti: "" }, "jti"],
    [{ jti: 7 }, "jti"],
    [{ jti: "j".repeat(256) }, "good"],
    [{ jti: "j".repeat(257) }, "jti"],
    [{ jti: "j".repeat(100_000) }, "jti"],
    [{ nonce: 7 }, "nonce"],
    [{ nonce: "n" }, "good"],
    [{ iss: "me", extra: { deep: [1] } }, "good"],
    [{ ath: "anything, where no token comes with it" }, "good"],
  ])("hold what they must, and unknown ones are no fault (#305, #313, #316)", (changes, expected) => {
    expect(outcome(changes)).toBe(expected);
  });

  it("name the token that comes with it (#305, #317)", () => {
    expect(outcome({ ath: "hash" }, "hash")).toBe("good");
    for (const ath of ["of another", undefined, ["hash"]]) expect(outcome({ ath }, "hash")).toBe("ath");
  });
});

it("a token that comes in a form goes with its own key alone, if it has one (#205)", () => {
  const cases = [
    [null, null],
    [null, "mine"],
    ["mine", "mine"],
    ["mine", "other"],
    ["mine", null],
  ] as const;
  expect(cases.map(([dpopJkt, proven]) => provesItsKey({ dpopJkt }, proven))).toEqual([true, true, true, false, false]);
});
