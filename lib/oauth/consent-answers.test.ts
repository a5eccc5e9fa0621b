import { describe, expect, it } from "vitest";
import type { AuthorizationDetail } from "@/lib/apis/details";
import type { OfferedScope } from "@/lib/apis/offered";
import type { ScopeParameter } from "@/lib/apis/parameters";
import type { Choice } from "@/lib/grants/rules";
import { type Answers, answersIn, givenBy } from "./consent-answers";
import { questionsOf, rememberedAnswer } from "./consent-questions";

const words = (text: string) => ({ en: text, fr: text, "pt-BR": text, ru: text, es: text });
const AUDIENCE = "https://api.example/v1";

const parameter = (key: string, kind: ScopeParameter["kind"], isRequired: boolean): ScopeParameter => ({
  ...{ key, kind, isRequired, names: words(key) },
  choices: kind === "list" || kind === "choice" ? ["a", "b", "c"].map((one) => ({ key: one, names: words(one) })) : [],
});
const scope = (key: string, parameters: ScopeParameter[] = []): OfferedScope => ({
  ...{ id: key, key, level: "read", names: words(key), descriptions: words(key) },
  api: { id: "api", name: "API", audience: AUDIENCE },
  ...{ module: null, isAdmin: false, isIdentity: false, parameters },
});
const CEILING = [
  scope("plain"),
  scope("hub", [
    parameter("shops", "list", true),
    parameter("kind", "choice", false),
    parameter("limit", "number", false),
  ]),
  scope("extra"),
];
const hub = (parameters: AuthorizationDetail["parameters"]): AuthorizationDetail => ({
  ...{ type: "context", context: "hub", locations: [AUDIENCE], parameters },
});

type Asking = {
  scopes?: string[];
  details?: AuthorizationDetail[] | null;
  optional?: string[];
  held?: Partial<Choice>;
};
const questions = ({ scopes = ["plain", "hub"], details = null, optional = [], held }: Asking = {}) =>
  questionsOf(
    { scopes, details, client: { optionalScopes: optional } },
    CEILING,
    held ? { scopes: [], details: null, expiresAt: null, ...held } : null,
  );
const given = (asking: Asking, sent: Answers) => {
  const asked = questions(asking);
  const { problems, ...rest } = givenBy(
    asked,
    answersIn(asked, (name) => sent[name]),
  );
  return { ...rest, problems: Object.fromEntries(Object.entries(problems).map(([name, { code }]) => [name, code])) };
};

describe("what a person gives", () => {
  it("is what they tick and type, for a client that names only contexts", () => {
    const sent = {
      "value hub shops a": "on",
      "value hub shops c": "on",
      "value hub limit": "1,5",
      "value hub kind": "",
    };
    expect(given({}, sent)).toEqual({
      scopes: ["plain", "hub"],
      details: [hub({ shops: ["a", "c"], limit: 1.5 })],
      problems: {},
    });
  });

  it("is a part of what was asked by authorization_details, never more (#66)", () => {
    const asking = { details: [hub({ shops: ["a", "b"], limit: 5 })] };
    const sent = { "value hub shops b": "on", "value hub shops c": "on", "value hub limit": "9" };
    expect(given(asking, sent).details).toEqual([hub({ shops: ["b"], limit: 5 })]);
    expect(given(asking, {}).problems).toEqual({ "value hub shops": "choiceRequired" });
  });

  it("has no context that was not asked for, and of the optional ones those that are ticked (#66, #67)", () => {
    const asking = { scopes: ["plain", "extra"], optional: ["extra"] };
    expect(given(asking, { "include hub": "on", extra: "on" }).scopes).toEqual(["plain"]);
    expect(given(asking, { "include extra": "on" }).scopes).toEqual(["plain", "extra"]);
  });

  it("is not asked of the values of what they leave out", () => {
    expect(given({ optional: ["hub"] }, {})).toEqual({ scopes: ["plain"], details: null, problems: {} });
  });

  it.each([
    [{}, {}, { "value hub shops": "choiceRequired" }],
    [{}, { "value hub shops z": "on" }, { "value hub shops": "choiceRequired" }],
    [{}, { "value hub shops a": "on", "value hub limit": "many" }, { "value hub limit": "invalidNumber" }],
    [{}, { "value hub shops a": "on", "value hub limit": "1e9" }, { "value hub limit": "invalidNumber" }],
    [{}, { "value hub shops a": "on", "value hub kind": "z" }, { "value hub kind": "notOffered" }],
    [{ scopes: ["extra"], optional: ["extra"] }, {}, { include: "choiceRequired" }],
  ])("is wrong in %j with %j: %j", (asking, sent, problems) => {
    expect(given(asking, sent as Answers).problems).toEqual(problems);
  });
});

describe("what was allowed before", () => {
  const held = { scopes: ["plain", "hub"], details: [hub({ shops: ["a", "b"] })] };
  const answer = (asking: Asking) => rememberedAnswer(questions(asking));

  it("answers the same request, and one for less, with what is asked (#68)", () => {
    expect(answer({ held })).toEqual({ scopes: ["plain", "hub"], details: [hub({ shops: ["a", "b"] })] });
    const less = [hub({ shops: ["b"] })];
    expect(answer({ held, details: less })).toEqual({ scopes: ["plain", "hub"], details: less });
    const bare = [{ ...hub({}), context: "plain" }];
    for (const details of [null, bare])
      expect(answer({ held: { scopes: ["plain"], details }, scopes: ["plain"], details: bare })?.details).toEqual(bare);
  });

  it.each([
    ["one more context", { held, scopes: ["plain", "extra"] }],
    ["other values", { held, details: [hub({ shops: ["a", "c"] })] }],
    ["one more parameter", { held, details: [hub({ shops: ["a"], limit: 5 })] }],
    ["values where none were given", { held: { scopes: ["plain", "hub"] } }],
    ["optional contexts alone, none of them allowed", { held, scopes: ["extra"], optional: ["extra"] }],
  ])("does not answer %s (#70)", (_, asking) => {
    expect(answer(asking)).toBeNull();
  });

  it("is not asked again for an optional context that was left out", () => {
    expect(answer({ held, scopes: ["plain", "extra"], optional: ["extra"] })?.scopes).toEqual(["plain"]);
  });
});
