import { describe, expect, it } from "vitest";
import { type AuthorizationDetail, detailsAt, detailsOf, isWithin } from "./details";
import { parsedDetails, requestedDetails } from "./details-rules";
import type { OfferedScope } from "./offered";
import type { ScopeParameter } from "./parameters";
import { valuesInWords } from "./words";

const words = (text: string) => ({ en: text, fr: text, "pt-BR": text, ru: text, es: text });
const AUDIENCE = "https://api.example/v1";

const parameter = (key: string, kind: ScopeParameter["kind"], isRequired = false): ScopeParameter => ({
  key,
  kind,
  isRequired,
  names: words(key),
  choices: kind === "list" || kind === "choice" ? ["a", "b", "c"].map((one) => ({ key: one, names: words(one) })) : [],
});

const scope = (key: string, parameters: ScopeParameter[]): OfferedScope => ({
  id: key,
  key,
  level: "read",
  names: words(key),
  descriptions: words(key),
  api: { id: "api", name: "API", audience: AUDIENCE },
  module: null,
  isAdmin: false,
  isIdentity: false,
  parameters,
});

const OFFERED = [
  scope("plain", []),
  scope("hub", [
    parameter("shops", "list", true),
    parameter("kind", "choice"),
    parameter("note", "text"),
    parameter("limit", "number"),
    parameter("until", "date"),
  ]),
];

const hub = (parameters: AuthorizationDetail["parameters"]): AuthorizationDetail => ({
  type: "context",
  context: "hub",
  locations: [AUDIENCE],
  parameters,
});
const asked = (...details: unknown[]) => requestedDetails(JSON.stringify(details), OFFERED);
const of = (parameters: Record<string, unknown>) => ({ type: "context", context: "hub", parameters });

describe("authorization_details of a request", () => {
  it("are taken with a value of every kind, and name their API (RFC 9396 §2)", () => {
    const parameters = { shops: ["b", "a"], kind: "c", note: "Zoë", limit: -1.5, until: "2028-02-29" };
    expect(asked(of(parameters))).toEqual([hub(parameters)]);
    expect(asked({ type: "context", context: "plain", locations: [AUDIENCE] })).toEqual([
      { type: "context", context: "plain", locations: [AUDIENCE], parameters: {} },
    ]);
    expect(requestedDetails(null, OFFERED)).toBeNull();
  });

  it.each([
    ["no JSON", "{"],
    ["no array", JSON.stringify(of({ shops: ["a"] }))],
    ["an empty array", "[]"],
    ["more than twenty", JSON.stringify(Array.from({ length: 21 }, () => ({ type: "context", context: "plain" })))],
    ["too long", `[${" ".repeat(4096)}]`],
    ["another type", JSON.stringify([{ type: "account", context: "plain" }])],
    ["no type", JSON.stringify([{ context: "plain" }])],
    ["a member that the type does not define", JSON.stringify([{ type: "context", context: "plain", actions: ["x"] }])],
    ["a context twice", JSON.stringify([of({ shops: ["a"] }), of({ shops: ["b"] })])],
    ["a context that is not offered", JSON.stringify([{ type: "context", context: "admin" }])],
    ["another location", JSON.stringify([{ ...of({ shops: ["a"] }), locations: ["https://other.example"] }])],
    ["no location", JSON.stringify([{ ...of({ shops: ["a"] }), locations: [] }])],
    ["an unknown parameter", JSON.stringify([of({ shops: ["a"], colour: "red" })])],
    ["a missing parameter", JSON.stringify([of({ kind: "a" })])],
    ["a choice that is not offered", JSON.stringify([of({ shops: ["a", "z"] })])],
    ["a choice twice", JSON.stringify([of({ shops: ["a", "a"] })])],
    ["an empty list", JSON.stringify([of({ shops: [] })])],
    ["a text for a list", JSON.stringify([of({ shops: "a" })])],
    ["a list for a choice", JSON.stringify([of({ shops: ["a"], kind: ["a"] })])],
    ["a text for a number", JSON.stringify([of({ shops: ["a"], limit: "1" })])],
    [
      "a number beyond what all readers know",
      '[{"type":"context","context":"hub","parameters":{"shops":["a"],"limit":1e300}}]',
    ],
    ["a day that there is not", JSON.stringify([of({ shops: ["a"], until: "2027-02-29" })])],
    ["an instant for a day", JSON.stringify([of({ shops: ["a"], until: "2027-02-01T00:00:00Z" })])],
    ["a text that turns the reading direction", JSON.stringify([of({ shops: ["a"], note: "a\u202Eb" })])],
    ["a text with a line", JSON.stringify([of({ shops: ["a"], note: "a\nb" })])],
    ["a text that is too long", JSON.stringify([of({ shops: ["a"], note: "x".repeat(201) })])],
  ])("are refused with %s (RFC 9396 §5)", (_, text) => {
    expect(() => requestedDetails(text, OFFERED)).toThrow(
      expect.objectContaining({ name: "invalid_authorization_details" }),
    );
  });

  it("of a token request are only read: what was granted judges them", () => {
    expect(parsedDetails('[{"type":"context","context":"gone"}]')).toEqual([
      { type: "context", context: "gone", locations: [], parameters: {} },
    ]);
    expect(() => parsedDetails("[]")).toThrow(expect.objectContaining({ name: "invalid_authorization_details" }));
  });
});

it.each([
  [true, "the same", { shops: ["a", "b"], limit: 5 }],
  [true, "a part of a list", { shops: ["b"], limit: 5 }],
  [false, "more of a list", { shops: ["a", "c"], limit: 5 }],
  [false, "a smaller number, which can mean more", { shops: ["a"], limit: 4 }],
  [false, "without a parameter, which can be a limit", { shops: ["a"] }],
  [false, "with one more", { shops: ["a"], limit: 5, note: "x" }],
] as const)("what is asked is within what was granted (%j): %s (RFC 9396 §6.1)", (is, _, parameters) => {
  const granted = hub({ shops: ["a", "b"], limit: 5 });
  expect(isWithin(hub(parameters), granted)).toBe(is);
  expect(isWithin(hub(parameters), null)).toBe(false);
});

it("details go with their context, and each API is told its own", () => {
  const other = { type: "context", context: "other", locations: ["https://other.example"], parameters: {} } as const;
  const both = [hub({ shops: ["a"] }), other];
  expect(detailsOf(both, ["plain", "other"])).toEqual([other]);
  expect([detailsOf(both, ["plain"]), detailsOf(null, ["hub"])]).toEqual([null, null]);
  expect(detailsAt(both, AUDIENCE)).toEqual([hub({ shops: ["a"] })]);
  expect(detailsAt(both, "https://third.example")).toBeNull();
});

it("values are shown by the names of their choices, and by themselves when the choice is gone", () => {
  const parameters = [parameter("shops", "list"), parameter("limit", "number")];
  expect(valuesInWords(parameters, hub({ limit: 5, shops: ["a", "z"], gone: "x" }))).toMatchObject([
    { key: "shops", values: [words("a"), "z"] },
    { key: "limit", values: [5] },
  ]);
  expect(valuesInWords(parameters, null)).toEqual([]);
});
