import { describe, expect, it } from "vitest";
import { type Choice, isOutdated, missing, requireRestorable, statusOf, widened } from "./rules";

const now = new Date("2026-11-24T10:00:00.000Z");

const earlier = new Date("2026-11-24T09:00:00.000Z");
const later = new Date("2026-11-24T11:00:00.000Z");

it.each([
  ["live", null, null],
  ["live", null, later],
  ["revoked", earlier, null],
  ["revoked", earlier, later],
  ["ended", null, now],
  ["ended", null, earlier],
  ["ended", earlier, earlier],
  ["ended", now, earlier],
  ["revoked", earlier, now],
] as const)("a grant is %s when it was revoked at %j and its end is %j", (status, revokedAt, expiresAt) => {
  expect(statusOf({ revokedAt, expiresAt }, now)).toBe(status);
});

const detail = (context: string, marketplace: string[]) =>
  ({ type: "context", context, locations: ["https://api.example"], parameters: { marketplace } }) as const;
const choice = (given: Partial<Choice>): Choice => ({ scopes: ["a"], details: null, expiresAt: null, ...given });

describe("a further consent", () => {
  it("adds what is new, each context once", () => {
    expect(widened(choice({ scopes: ["a", "b"] }), choice({ scopes: ["b", "c", "c"] }), now)).toEqual(
      choice({ scopes: ["a", "b", "c"] }),
    );
    expect(missing(["a", "b"], ["c", "b"])).toEqual(["c"]);
  });

  it("decides the values of the contexts that it names, and the end of it all", () => {
    const held = choice({ scopes: ["a", "b"], details: [detail("a", ["x"]), detail("b", ["x"])], expiresAt: later });
    expect(widened(held, choice({ details: [detail("a", ["y"])] }), now)).toEqual(
      choice({ scopes: ["a", "b"], details: [detail("b", ["x"]), detail("a", ["y"])] }),
    );
  });

  it("takes nothing over from a grant whose time is over", () => {
    const held = choice({ scopes: ["a", "b"], details: [detail("b", ["x"])], expiresAt: now });
    expect(widened(held, choice({}), now)).toEqual(choice({}));
  });

  const given = { scopes: ["a", "b"], details: [detail("a", ["x", "y"])] };
  it.each([
    [false, "asks the same again", given, { details: [detail("a", ["x", "y"])] }],
    [false, "allows more values", given, { details: [detail("a", ["x", "y", "z"])] }],
    [false, "is about another context", given, { scopes: ["b"] }],
    [false, "only comes to an end sooner", given, { ...given, expiresAt: later }],
    [false, "lifts every limit", given, { details: [{ ...detail("a", []), parameters: {} }] }],
    [true, "allows fewer values", given, { details: [detail("a", ["x"])] }],
    [true, "allows other values", given, { details: [detail("a", ["z", "x"])] }],
    [true, "gives values to what had none", { scopes: ["a"] }, { details: [detail("a", ["x"])] }],
    [true, "comes after its end", { expiresAt: now }, {}],
  ])("ends what was given before (%j) when it %s", (isEnded, _, held, chosen) => {
    expect(isOutdated(choice(held), choice(chosen), now)).toBe(isEnded);
  });
});

describe("a standing access is given back", () => {
  const revoked = {
    grantType: "client_credentials",
    revokedAt: now as Date | null,
    client: { disabledAt: null as Date | null, removedAt: null as Date | null },
  };
  it.each([
    [{}, null],
    [{ grantType: "authorization_code" }, "forbidden"],
    [{ revokedAt: null }, "already_exists"],
    [{ client: { disabledAt: now, removedAt: null } }, "unknown_client"],
    [{ client: { disabledAt: null, removedAt: now } }, "unknown_client"],
  ])("%j: %s", (changes, name) => {
    const restore = () => requireRestorable({ ...revoked, ...changes });
    if (name) expect(restore).toThrow(expect.objectContaining({ name }));
    else expect(restore).not.toThrow();
  });
});
