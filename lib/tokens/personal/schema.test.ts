import { describe, expect, it } from "vitest";
import { fieldErrorsOf } from "@/lib/doors/field-errors";
import { generateTokenSchema, tokenQuerySchema } from "./schema";

const good = { name: "CI deploy", expires: "30", access: "custom", scopes: ["stock"] };
const errorsOf = (input: unknown) => {
  const parsed = generateTokenSchema.safeParse(input, { reportInput: true });
  return parsed.success
    ? {}
    : Object.fromEntries(Object.entries(fieldErrorsOf(parsed.error)).map(([path, { code }]) => [path, code]));
};

describe("what a token is generated from", () => {
  it("is the same from a form and from JSON", () => {
    const form = { ...good, scopes: "stock", description: "", expiresOn: "" };
    expect(generateTokenSchema.parse(form)).toEqual(generateTokenSchema.parse(good));
  });

  it("is what is named, and nothing beside it (#400)", () => {
    const extra = { userId: "x", companyId: "x", role: "owner", createdAt: "2020-01-01", useCount: 9, revokedAt: null };
    expect(Object.keys(generateTokenSchema.parse({ ...good, ...extra })).sort()).toEqual(
      ["access", "description", "expires", "name", "scopes"].sort(),
    );
    const polluted = generateTokenSchema.parse(
      JSON.parse(`{"__proto__":{"admin":true},${JSON.stringify(good).slice(1)}`),
    );
    expect("admin" in polluted).toBe(false);
  });

  it("names each context once", () => {
    expect(generateTokenSchema.parse({ ...good, scopes: ["stock", "stock"] }).scopes).toEqual(["stock"]);
  });

  it.each([
    ["nothing at all", {}, { name: "required", expires: "required", access: "required" }],
    ["a blank name", { ...good, name: "  " }, { name: "required" }],
    ["a name of 81 characters", { ...good, name: "x".repeat(81) }, { name: "tooLong" }],
    ["a name with a line break (#434)", { ...good, name: "a\nb" }, { name: "invalidCharacters" }],
    ["a description of 256 characters", { ...good, description: "x".repeat(256) }, { description: "tooLong" }],
    ["a NUL in the description", { ...good, description: "a\u0000b" }, { description: "invalidCharacters" }],
    ["half a surrogate pair (#451)", { ...good, description: "a\uD800" }, { description: "invalidCharacters" }],
    ["custom access without a context (#420)", { ...good, scopes: [] }, { scopes: "contextRequired" }],
    ["custom access, contexts left out", { ...good, scopes: undefined }, { scopes: "contextRequired" }],
    [
      "everything wrong at once",
      { expires: "date", access: "custom" },
      { name: "required", expiresOn: "required", scopes: "contextRequired" },
    ],
    [
      "a date that there is not (#418)",
      { ...good, expires: "date", expiresOn: "2026-02-30" },
      { expiresOn: "invalidDate" },
    ],
    [
      "an instant where a day is asked (#418)",
      { ...good, expires: "date", expiresOn: "2027-01-01T00:00:00+14:00" },
      { expiresOn: "invalidDate" },
    ],
    ["no date", { ...good, expires: "date" }, { expiresOn: "required" }],
    ["a lifetime that is not offered", { ...good, expires: "31" }, { expires: "required" }],
    ["null as the end (#418)", { ...good, expires: null }, { expires: "required" }],
    ["an object where text is expected (#452)", { ...good, name: { not: "" } }, { name: "invalid" }],
    ["an object as a context (#452)", { ...good, scopes: [{ not: "" }] }, { scopes: "invalid" }],
    ["no object", null, { "": "invalid" }],
  ])("is refused with %s", (_what, input, expected) => {
    expect(errorsOf(input)).toEqual(expected);
  });
});

it("takes an empty filter for none, and refuses one that it does not know (#455)", () => {
  expect(tokenQuerySchema.parse({ search: "", state: "", size: "" })).toEqual({});
  expect(tokenQuerySchema.safeParse({ state: "alive" }).success).toBe(false);
  expect(tokenQuerySchema.safeParse({ search: "a\0" }).success).toBe(false);
  for (const size of ["0", "101", "1.5", "1e2x", "-1"])
    expect(tokenQuerySchema.safeParse({ size }).success).toBe(false);
});
