import { describe, expect, it } from "vitest";
import { days, hours, after as plus } from "@/lib/duration";
import { ACCESS_LIFETIME } from "@/lib/tokens/oauth/rules";
import {
  type Algorithm,
  doneKeys,
  dueKey,
  isStale,
  KEPT_AFTER,
  KEPT_FOR_HINTS,
  PUBLISHED_AHEAD,
  PUBLISHED_FOR,
  READ_FOR,
  SIGNS_FOR,
  signerOf,
  type Timed,
  UNUSED_KEPT,
} from "./rules";

const START = new Date("2027-01-01T00:00:00Z");
const at = (milliseconds: number): Date => plus(START, milliseconds);
const key = (generation: number, activeAt: Date, algorithm: Algorithm = "ES256"): Timed => ({
  kid: `${algorithm}-${generation}`,
  algorithm,
  generation,
  activeAt,
});

const first = key(1, START);
const second = key(2, at(SIGNS_FOR));
const kids = (keys: readonly Timed[]): string[] => keys.map(({ kid }) => kid);

describe("the times fit each other", () => {
  it("the next key is published for longer than anybody keeps the set or a process its keys (#292, #294)", () => {
    expect(PUBLISHED_AHEAD).toBeGreaterThan(2 * (PUBLISHED_FOR + READ_FOR));
  });

  it("a key is published until its last token has ended, one of a process that reads late included", () => {
    expect(KEPT_AFTER).toBeGreaterThan(ACCESS_LIFETIME + READ_FOR);
  });
});

describe("signs now", () => {
  it.each([
    ["none where there is none", [], START, null],
    ["the first", [first], START, "ES256-1"],
    ["the first for a clock that is behind its maker's", [first], at(-1000), "ES256-1"],
    ["the old one while the next is only published", [first, second], at(SIGNS_FOR - 1), "ES256-1"],
    ["the next from its instant on", [second, first], at(SIGNS_FOR), "ES256-2"],
    ["none of another algorithm", [key(1, START, "RS256")], START, null],
  ])("%s", (_name, keys, now, kid) => {
    expect(signerOf(keys, "ES256", now)?.kid ?? null).toBe(kid);
  });
});

describe("is due", () => {
  it("the first at once", () => {
    expect(dueKey([], "ES256", START)).toEqual({ generation: 1, activeAt: START });
    expect(dueKey([key(1, START, "EdDSA")], "ES256", START)).toEqual({ generation: 1, activeAt: START });
  });

  it("the next a day before the last has signed long enough, and once", () => {
    const due = at(SIGNS_FOR - PUBLISHED_AHEAD);
    expect(dueKey([first], "ES256", plus(due, -1))).toBeNull();
    expect(dueKey([first], "ES256", due)).toEqual({ generation: 2, activeAt: at(SIGNS_FOR) });
    expect(dueKey([first, second], "ES256", plus(due, 1))).toBeNull();
  });

  it("the next a day ahead also after a long sleep, while the old one goes on", () => {
    const now = at(days(400));
    expect(dueKey([first], "ES256", now)).toEqual({ generation: 2, activeAt: plus(now, hours(24)) });
    expect(signerOf([first, key(2, plus(now, hours(24)))], "ES256", now)).toBe(first);
  });
});

describe("is done", () => {
  it.each([
    ["not while it signs", [first], ["ES256"], at(days(400)), []],
    ["not while the next is only published", [first, second], ["ES256"], at(SIGNS_FOR - 1), []],
    ["not while its last token may live", [first, second], ["ES256"], at(SIGNS_FOR + KEPT_AFTER - 1), []],
    ["once the last token has ended", [second, first], ["ES256"], at(SIGNS_FOR + KEPT_AFTER), ["ES256-1"]],
    ["not soon after its API changed", [first], [], at(SIGNS_FOR), []],
    ["long after no API uses its algorithm", [first], ["RS256"], at(SIGNS_FOR + UNUSED_KEPT), ["ES256-1"]],
    [
      "each by its own successor",
      [first, second, key(3, at(2 * SIGNS_FOR))],
      ["ES256"],
      at(2 * SIGNS_FOR),
      ["ES256-1"],
    ],
  ] as [string, Timed[], Algorithm[], Date, string[]][])("%s", (_name, keys, access, now, done) => {
    expect(kids(doneKeys(keys, { access, id: [] }, now))).toEqual(done);
  });

  it("not while an ID token of its making may come back as a hint, nor while ID tokens are signed", () => {
    const uses = { access: [], id: ["ES256"] } as const;
    const doneAt = (age: number) => kids(doneKeys([first, second], uses, at(SIGNS_FOR + age)));
    expect([doneAt(KEPT_AFTER), doneAt(KEPT_FOR_HINTS - 1), doneAt(KEPT_FOR_HINTS)]).toEqual([[], [], ["ES256-1"]]);
    expect(kids(doneKeys([first], uses, at(SIGNS_FOR + UNUSED_KEPT)))).toEqual([]);
  });
});

it("reads again after a minute, and when the clock was set back", () => {
  expect([0, READ_FOR - 1, READ_FOR, -READ_FOR].map((age) => isStale(START, at(age)))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
