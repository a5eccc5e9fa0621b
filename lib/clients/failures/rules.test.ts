import { describe, expect, it } from "vitest";
import { fixOf, keepable, nearest } from "./rules";

describe("what is kept of a value", () => {
  it.each([
    ["a\u0000b\nc\u202Ed", "abcd"],
    ["x".repeat(600), "x".repeat(500)],
    [`${"x".repeat(499)}\u{1F600}`, `${"x".repeat(499)}\uFFFD`],
    ["https://a.example/cb?code=pst_ac_0123456789abc&x=1", "https://a.example/cb?code=[secret]&x=1"],
    ["eyJhbGciOi.eyJzdWIi.c2ln", "[secret]"],
    [`${"x".repeat(490)}pst_rt_0123456789012345`, `${"x".repeat(490)}[secret]`],
  ])("is visible, short and opens nothing: %#", (sent, kept) => expect(keepable(sent)).toBe(kept));
});

describe("the nearest registered value", () => {
  const registered = ["https://app.example/callback", "https://app.example/cb?x=1"];
  it.each([
    ["https://app.example/callback/", ["https://app.example/callback", "/", "", ""]],
    ["https://app.example/cb?x=2", ["https://app.example/cb?x=", "2", "1", ""]],
    ["http://app.example/callback", ["http", "", "s", "://app.example/callback"]],
  ])("is shown with the place where %s leaves it", (received, [before, own, theirs, rest]) => {
    expect(nearest(received, registered)).toEqual({ before, received: own, registered: theirs, after: rest });
  });

  it("is none for what is registered, for what is alike in nothing, and where nothing is registered", () => {
    expect(nearest("https://app.example/callback", registered)).toBeNull();
    expect(nearest("com.example.app:/oauth2redirect", registered)).toBeNull();
    expect(nearest("https://app.example/callback", [])).toBeNull();
  });
});

it("gives advice by the parameter, else by the reason", () => {
  expect(fixOf({ parameter: "scope", reason: null })).toBe("scope");
  expect(fixOf({ parameter: null, reason: "in_address" })).toBe("in_address");
  expect(fixOf({ parameter: "prompt", reason: null })).toBe("other");
});
