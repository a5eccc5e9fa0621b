import { describe, expect, it } from "vitest";
import { type Import, readSources, type Source } from "@/lib/testing/sources";

/** The rules of docs/decisions/0001-rooms-and-doors.md, held against the import lines of every source file. */

const all = readSources();
const sources = all.filter(({ isTest }) => !isTest);
const byName = new Map(sources.map((source) => [source.path.replace(/\.tsx?$/, ""), source]));

/** From top to bottom: a room imports rooms that stand after it. */
const ROOMS = [
  ...["setup", "api", "oauth", "verify", "grants", "legacy", "tokens", "clients", "session", "policy", "usage"],
  ...["keys", "apis", "companies", "people", "audit"],
];
/** The gate that every use case asks stands before every room, so before the log's as well. It imports no room. */
const GATE = "lib/people/may";

const roomOf = (path: string): string | undefined => /^lib\/([^/]+)\//.exec(path)?.[1];
const isRoom = (path: string): boolean => ROOMS.includes(roomOf(path) ?? "");
const isStore = (path: string): boolean => /(\/|-)store(\.ts)?$/.test(path);
const isHot = (path: string): boolean => /\/hot(\.ts)?$/.test(path);
const isComponent = (path: string): boolean => /^components\/|\/_components\//.test(path);
const isPage = (path: string): boolean => /^app\/.*(page|layout|error|not-found|loading|template)\.tsx$/.test(path);
const isRoute = (path: string): boolean => /^app\/.*\/route\.ts$/.test(path);

/** "file → what it imports" for each import of `of` that `isWrong`. */
function wrong(of: (path: string) => boolean, isWrong: (found: Import, source: Source) => boolean): string[] {
  return sources
    .filter(({ path }) => of(path))
    .flatMap((source) =>
      source.imports.filter((found) => isWrong(found, source)).map(({ to }) => `${source.path} → ${to}`),
    );
}

/** Everything that importing a file evaluates. */
function reach(start: string, seen = new Set<string>()): Set<string> {
  for (const { to, isType } of byName.get(start)?.imports ?? []) {
    if (isType || seen.has(to)) continue;
    seen.add(to);
    reach(to, seen);
  }
  return seen;
}

describe("rooms", () => {
  it("import only rooms that stand below them", () => {
    const isUp = ({ to }: Import, { path }: Source): boolean => {
      if (!isRoom(to) || roomOf(to) === roomOf(path) || to === GATE) return false;
      return ROOMS.indexOf(roomOf(to) ?? "") < ROOMS.indexOf(roomOf(path) ?? "");
    };
    expect(wrong(isRoom, isUp)).toEqual([]);
    expect(
      wrong(
        (path) => path.startsWith(GATE),
        ({ to }) => isRoom(to),
      ),
    ).toEqual([]);
  });

  it("know neither pages nor what serves them", () => {
    const upwards = ({ to }: Import): boolean => /^(app|components)\/|^lib\/serve\//.test(to);
    expect(wrong((path) => path.startsWith("lib/") && !path.startsWith("lib/serve/"), upwards)).toEqual([]);
  });

  it("read another room's rows and never write them", () => {
    const reads = /^(find|list|count|is|has)[A-Z]/;
    const isWrite = ({ to, names, isType }: Import, { path }: Source): boolean =>
      !isType && isStore(to) && roomOf(to) !== roomOf(path) && !names.every((name) => reads.test(name));
    expect(wrong((path) => path.startsWith("lib/"), isWrite)).toEqual([]);
  });

  it("keep rows in stores: nowhere else is a model called, and the log's one line is written by `record`", () => {
    const call = /\.[a-z]\w+\s*\.(find|create|update|upsert|delete|count|aggregate|groupBy)\w*\(\{/;
    const others = sources.filter(({ path }) => !isStore(path) && path !== "lib/audit/record.ts");
    expect(others.filter(({ text }) => call.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("keep SQL in stores, hot statements and lib/db; the health check asks one thing of its own", () => {
    const sql = /\bpool\.query|\$(query|execute)Raw/;
    const mayAsk = (path: string): boolean =>
      isStore(path) || isHot(path) || path.startsWith("lib/db/") || path === "lib/serve/health.ts";
    expect(sources.filter(({ path, text }) => !mayAsk(path) && sql.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("mark what touches rows as server code in the first line", () => {
    const marked = /^import "server-only";\n/;
    const unmarked = sources.filter(({ path, text }) => (isStore(path) || isHot(path)) && !marked.test(text));
    expect(unmarked.map(({ path }) => path)).toEqual([]);
  });

  it("keep hot statements to themselves, but for those made of another's", () => {
    const isForeign = ({ to, isType }: Import, { path }: Source): boolean =>
      !isType && isHot(to) && roomOf(to) !== roomOf(path) && !isHot(path);
    expect(wrong(() => true, isForeign)).toEqual([]);
  });
});

describe("rules and schemas", () => {
  const isPure = (path: string): boolean => /^lib\/.*\/(rules|schema)\.ts$/.test(path);

  it("decide from what they are given: no clock, no chance, no rows", () => {
    const impure = /Date\.now\(|new Date\(\)|Math\.random\(|randomBytes|randomUUID|process\./;
    const found = sources.filter(({ path, text }) => isPure(path) && impure.test(text));
    expect(found.map(({ path }) => path)).toEqual([]);
    const forbidden = /^lib\/(db|doors|session\/(actor|cookie|next-auth)|serve|generated)\/|^(next|react|pg)(\/|$)/;
    const isImpure = ({ to, isType }: Import): boolean => !isType && (forbidden.test(to) || isStore(to) || isHot(to));
    expect(wrong(isPure, isImpure)).toEqual([]);
  });

  it("of input are safe for the browser: nothing that a schema reaches is server code", () => {
    const schemas = [...byName.keys()].filter((name) => /\/schema$/.test(name));
    expect(schemas.length).toBeGreaterThan(5);
    expect(schemas.filter((name) => reach(name).has("server-only"))).toEqual([]);
  });
});

describe("doors", () => {
  it("of the protocol are route files of at most three statements, which hand over a use case", () => {
    const count = (text: string): number =>
      text.split("\n").filter((line) => /^(export|const|let|function|async|type|if|for)\b/.test(line)).length;
    const routes = sources.filter(({ path }) => isRoute(path));
    expect(routes.filter(({ text }) => count(text) > 3).map(({ path }) => path)).toEqual([]);
    const allowed = /^lib\/(doors\/endpoint|oauth|verify|api|serve|session)\b/;
    expect(wrong(isRoute, ({ to }) => !allowed.test(to) || isStore(to) || isHot(to))).toEqual([]);
  });

  it("of pages reach rows through use cases alone", () => {
    const isPast = ({ to, isType }: Import): boolean =>
      !isType && (isStore(to) || isHot(to) || /^lib\/(db|generated|session\/(actor|cookie|next-auth))\b/.test(to));
    expect(wrong((path) => path.startsWith("app/") && !isRoute(path), isPast)).toEqual([]);
    expect(wrong(isPage, ({ to }) => to === "lib/doors/endpoint")).toEqual([]);
  });

  it("are the only ones that make a context", () => {
    const makes = sources.filter(({ text }) => /\bnow: new Date\(\)/.test(text)).map(({ path }) => path);
    // Texts are formatted at an instant too, and a start has work of its own to do.
    const expected = ["lib/doors/endpoint.ts", "lib/i18n/request.ts", "lib/serve/start.ts"];
    expect(makes.filter((path) => !expected.includes(path))).toEqual([]);
  });

  it("leave components without server code: what a component imports works in a browser", () => {
    // The frame of every page asks by itself who is signed in and which language was chosen.
    const frame = ["actions.ts", "company-switcher.tsx", "preferences.tsx"].map((name) => `components/shell/${name}`);
    const isServer = ({ to, isType }: Import): boolean =>
      !isType && to.startsWith("lib/") && (reach(to).has("server-only") || isStore(to));
    expect(wrong((path) => isComponent(path) && !frame.includes(path), isServer)).toEqual([]);
  });
});

describe("libraries", () => {
  const only = (library: RegExp, places: RegExp): string[] =>
    wrong(
      (path) => !places.test(path),
      ({ to, isType }) => !isType && library.test(to),
    );

  it.each([
    ["next-auth", /^next-auth\b/, /^lib\/session\//],
    ["jose", /^jose\b/, /^lib\/keys\//],
    ["oslo", /^oslo\b/, /^lib\/crypto\//],
    ["the Prisma client", /^lib\/generated\/|^@prisma\//, /^lib\/db\//],
    ["pg and PGlite", /^pg$|^@electric-sql\//, /^lib\/db\//],
    ["Next", /^next(\/|$)/, /^(app|components)\/|^lib\/(doors|session|i18n)\/|^proxy\.ts$/],
    ["React", /^react(-dom)?(\/|$)/, /^(app|components)\/|^lib\/doors\//],
    ["pino", /^pino/, /^lib\/log\.ts$/],
    ["the server that stands in front", /^@hono\//, /^lib\/serve\//],
    [
      "requests of our own, and the ranges of addresses",
      /^ipaddr\.js$|^node:(https|dns\/promises)$/,
      /^lib\/outbound\//,
    ],
    [
      "cookies and headers of a request",
      /^next\/headers$/,
      /^(app\/(layout|.*(page|actions)\.tsx?)|components\/shell\/preferences)|^lib\/(doors|session|i18n)\//,
    ],
  ])("%s is known in one place", (_name, library, places) => {
    expect(only(library, places)).toEqual([]);
  });

  it("and the environment too: settings are read where they are checked", () => {
    const places = ["lib/env.ts", "lib/log.ts", "instrumentation.ts"];
    // next-auth reads its own address from there; the path of the build is filled in by the build itself.
    const expected = [...places, "lib/session/next-auth.ts", "lib/base-path.ts"];
    const readers = sources.filter(({ text }) => /process\.env/.test(text)).map(({ path }) => path);
    expect(readers.filter((path) => !expected.includes(path))).toEqual([]);
  });
});

describe("files", () => {
  it("do not import each other in a circle", () => {
    expect([...byName.keys()].filter((name) => reach(name).has(name))).toEqual([]);
  });

  it("are named after what they hold", () => {
    const attic = /(^|\/)(index|utils?|helpers?|types?|constants?|common|misc|shared|stuff)(\/|\.tsx?$)/;
    expect(all.filter(({ path }) => attic.test(path)).map(({ path }) => path)).toEqual([]);
  });

  it("are short enough to be read at once", () => {
    // Tables of texts or values, which nobody reads from top to bottom.
    const tables = ["lib/api/protocol.ts", "lib/people/common-passwords.ts"];
    const long = sources.filter(({ path, text }) => !tables.includes(path) && text.split("\n").length > 251);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

it("writes no path of ours into a plain link or form without the base path", () => {
  const plain = /<(a|form)\b[^>]*\b(href|action)=(?:"\/|\{"\/|\{`\/)/;
  expect(sources.filter(({ text }) => plain.test(text)).map(({ path }) => path)).toEqual([]);
});
