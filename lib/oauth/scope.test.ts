import { describe, expect, it } from "vitest";
import { narrowed, parseScope } from "./scope";

const refused = (name: string) => expect.objectContaining({ name });

describe("a scope (RFC 6749 §3.3)", () => {
  it.each([
    [undefined, null],
    ["a", ["a"]],
    ["b a b", ["b", "a"]],
    ["!~ #[", ["!~", "#["]],
  ])("reads %s", (text, expected) => {
    expect(parseScope(text)).toEqual(expected);
  });

  it.each([" a", "a ", "a  b", 'a"', "a\\b", "é", "a\tb"])("refuses %s", (text) => {
    expect(() => parseScope(text)).toThrow(refused("invalid_scope"));
  });
});

describe("what a token gets", () => {
  const allowed = [
    { key: "stock", audience: "https://a.example" },
    { key: "labels", audience: "https://a.example" },
    { key: "fax", audience: "https://b.example" },
  ];
  const [A, B] = ["https://a.example", "https://b.example"];

  it.each([
    [null, null, ["stock", "labels", "fax"], [A, B]],
    [["fax"], null, ["fax"], [B]],
    [["fax", "stock"], null, ["stock", "fax"], [A, B]],
    [null, [B], ["fax"], [B]],
    [["stock", "fax"], [A], ["stock"], [A]],
  ])("of %s at %s", (scopes, resources, expected, audience) => {
    expect(narrowed(allowed, { scopes, resources })).toEqual({ scopes: expected, audience });
  });

  it.each([
    [["nothing"], null, "invalid_scope"],
    [["stock", "nothing"], null, "invalid_scope"],
    [["stock"], [B], "invalid_target"],
    [null, [A, "https://c.example"], "invalid_target"],
    [null, ["HTTPS://A.example"], "invalid_target"],
  ])("is refused for %s at %s", (scopes, resources, name) => {
    expect(() => narrowed(allowed, { scopes, resources })).toThrow(refused(name));
  });

  it("is refused when nothing is allowed", () => {
    expect(() => narrowed([], { scopes: null, resources: null })).toThrow(refused("invalid_scope"));
  });
});
