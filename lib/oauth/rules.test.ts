import { describe, expect, it } from "vitest";
import { after, minutes, seconds } from "@/lib/duration";
import { Refusal } from "@/lib/errors";
import { parametersOf } from "./parameters";
import { checkedRequest, isRequestId, mayRemember, needsSignIn, whyNotMine } from "./rules";

const now = new Date("2026-11-24T10:00:00.000Z");
const wishes = (prompts: string[] = [], maxAgeSeconds: number | null = null) => ({
  prompts: new Set(prompts),
  maxAgeSeconds,
});

describe("a parameter", () => {
  const sent = parametersOf(new URLSearchParams("a=1&b=&c=1&c=2&resource=x&resource=y&resource=&__proto__=1"));
  it("without a value counts as omitted, and one that was sent twice has no value (OAuth 2.1 §3.1)", () => {
    expect(["a", "b", "c", "d", "toString"].map(sent.one)).toEqual(["1", null, null, null, null]);
  });
  it("may not be sent twice, but for resource (RFC 8707 §2)", () => {
    expect([sent.doubled, sent.isDoubled("c"), sent.isDoubled("b")]).toEqual(["c", true, false]);
    expect(sent.resources).toEqual(["x", "y"]);
    expect(parametersOf(new URLSearchParams("b=&b=")).doubled).toBe("b");
  });
});

it("a request that is well formed says what is asked", () => {
  const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  const base = { response_type: "code", code_challenge: challenge, code_challenge_method: "S256" };
  const asked = checkedRequest(
    parametersOf(new URLSearchParams({ ...base, scope: "b a b", prompt: "login consent", max_age: "0", nonce: "n-1" })),
    { isClassic: false },
  );
  expect(asked).toEqual({
    codeChallenge: challenge,
    scopes: ["b", "a"],
    resources: null,
    prompts: new Set(["login", "consent"]),
    maxAgeSeconds: 0,
    nonce: "n-1",
    dpopJkt: null,
    uiLocales: null,
    loginHint: null,
    idTokenHint: null,
  });
});

describe("the password is asked for again", () => {
  it.each([
    [wishes(), 3600, false],
    [wishes(["login"]), 0, true],
    [wishes([], 0), 0, true],
    [wishes([], 60), 59, false],
    [wishes([], 60), 60, true],
  ])("%#: after so many seconds", (asked, ago, expected) => {
    expect(needsSignIn(asked, after(now, -seconds(ago)), now)).toBe(expected);
  });
});

it("a consent is remembered for confidential clients alone, unless they want the page (RFC 6749 §10.2)", () => {
  expect(mayRemember({ isPublic: false }, wishes())).toBe(true);
  expect(mayRemember({ isPublic: true }, wishes())).toBe(false);
  for (const wish of ["consent", "select_account", "login"])
    expect(mayRemember({ isPublic: false }, wishes([wish]))).toBe(false);
});

describe("a waiting request is had", () => {
  const row = { expiresAt: after(now, minutes(10)), decidedAt: null, sessionId: "mine" };
  const whyNot = (changes: Partial<{ expiresAt: Date; decidedAt: Date; sessionId: string | null }>) =>
    whyNotMine({ ...row, ...changes }, "mine", now)?.name ?? null;
  it("by its session, until it is decided or its very end", () => {
    expect(whyNot({})).toBeNull();
    expect(whyNot({ sessionId: null })).toBeNull();
    expect(whyNot({ sessionId: "another" })).toBe("not_your_request");
    expect(whyNot({ decidedAt: now })).toBe("request_expired");
    expect(whyNot({ expiresAt: now })).toBe("request_expired");
    expect(whyNotMine(null, "mine", now)).toBeInstanceOf(Refusal);
  });
  it("by an id in the form of one", () => {
    expect(isRequestId("0191f3f0-0000-4000-8000-000000000000")).toBe(true);
    for (const wrong of ["", "x", "0191F3F0-0000-4000-8000-000000000000", "0191f3f0-0000-4000-8000-000000000000 "])
      expect(isRequestId(wrong)).toBe(false);
  });
});
