import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { executedIn } from "./results.mjs";
import { numbersOf, readCatalogue } from "./rows.mjs";
import { linesOf, summaryOf } from "./table.mjs";
import { owedOf, rowsNamed, verdictsOf } from "./verdict.mjs";

const PAGE = `
### A. One

| # | Level | Request | Expected | From |
| --- | --- | --- | --- | --- |
| 1 | M | GET \\| HEAD | 200 | RFC 1 |
| 2 | M | b | c | RFC 1 |
| 3 | B | b | c | RFC 1 |

### S. Two

| 4 | M | b | c | RFC 1 |
| 5 | M | b | c | RFC 1 |

## Rows that are not shown by a test

| Rows | Why |
| ---- | --- |
| 2-3, 5 | not offered |
`;

describe("the page", () => {
  it("is read row by row, with its groups and the reasons at its end", () => {
    const { rows, exceptions } = readCatalogue(PAGE);
    expect(rows[0]).toEqual({ number: 1, group: "A", level: "M", request: "GET | HEAD", expected: "200" });
    expect(rows.map(({ number, group }) => `${group}${number}`)).toEqual(["A1", "A2", "A3", "S4", "S5"]);
    expect([...exceptions]).toEqual([2, 3, 5].map((number) => [number, "not offered"]));
  });

  it.each([
    ["a number that stands twice", PAGE.replace("| 2 | M", "| 1 | M")],
    ["a row that is missing", PAGE.replace("| 2 | M | b | c | RFC 1 |\n", "")],
    ["an exception for no row", PAGE.replace("2-3, 5", "6")],
    ["an exception without a reason", PAGE.replace("not offered", "")],
    ["an exception that names no numbers", PAGE.replace("2-3, 5", "2-x")],
  ])("is refused with %s", (_what, page) => {
    expect(() => readCatalogue(page)).toThrow();
  });

  it("of this repository is whole: 559 rows and more, each of a level", () => {
    const { rows } = readCatalogue(readFileSync(join(import.meta.dirname, "../../docs/catalogue.md"), "utf8"));
    expect(rows.length).toBeGreaterThanOrEqual(559);
    expect(rows.filter(({ group, request, expected }) => !group || !request || !expected)).toEqual([]);
  });
});

it("reads which rows a test's name says it shows", () => {
  expect(rowsNamed("refuses it (#12, #13) and more (#20–#22)")).toEqual([12, 13, 20, 21, 22]);
  expect(rowsNamed("refuses it (RFC 6749 §4.1.3)")).toEqual([]);
  expect(numbersOf("1-3, 7, 9–10")).toEqual([1, 2, 3, 7, 9, 10]);
});

describe("the reports", () => {
  it("of Vitest give each test with its describes and what became of it", () => {
    const test = (status: string) => ({ fullName: `a ${status}`, status });
    const report = {
      testResults: [{ name: "/r/lib/a.test.ts", assertionResults: ["passed", "failed", "pending", "todo"].map(test) }],
    };
    expect(executedIn(report, "/r").map(({ file, result }) => [file, result])).toEqual(
      ["passed", "failed", "skipped", "skipped"].map((result) => ["lib/a.test.ts", result]),
    );
  });

  it("of Playwright too, however deep, once a project, where a retry's success is none", () => {
    const spec = (title: string, ...statuses: string[]) => ({
      title,
      file: "a.spec.ts",
      tests: statuses.map((status) => ({ status })),
    });
    const inner = { title: "inner", specs: [spec("two (#2)", "flaky", "skipped")], suites: [] };
    const outer = { title: "outer", specs: [], suites: [inner] };
    const report = { suites: [{ title: "#9 is no row", specs: [spec("one (#1)", "expected")], suites: [outer] }] };
    expect(executedIn(report, "/r")).toEqual([
      { file: "e2e/a.spec.ts", name: "one (#1)", result: "passed" },
      { file: "e2e/a.spec.ts", name: "outer inner two (#2)", result: "failed" },
      { file: "e2e/a.spec.ts", name: "outer inner two (#2)", result: "skipped" },
    ]);
  });
});

describe("a row", () => {
  const judged = (...tests: [string, "passed" | "failed" | "skipped"][]) =>
    verdictsOf(
      readCatalogue(PAGE),
      tests.map(([name, result]) => ({ file: "a.test.ts", name, result })),
    );
  const stateOf1 = (...results: ("passed" | "failed" | "skipped")[]) =>
    judged(...results.map((result) => ["x (#1)", result] as [string, typeof result])).verdicts[0]?.state;

  it("is passed when a test passed and none failed, and by no skipped one", () => {
    expect(stateOf1()).toBe("none");
    expect(stateOf1("skipped")).toBe("skipped only");
    expect(stateOf1("skipped", "passed")).toBe("passed");
    expect(stateOf1("passed", "failed")).toBe("failed");
  });

  it("is owed while it is a MUST of the server that neither passed nor has a reason", () => {
    const owed = (...tests: Parameters<typeof judged>) =>
      owedOf(judged(...tests).verdicts).map(({ row }) => row.number);
    expect(owed()).toEqual([1]);
    expect(owed(["x (#1)", "skipped"])).toEqual([1]);
    expect(owed(["x (#1)", "passed"])).toEqual([]);
    // A reason excuses no test that fails.
    expect(owed(["x (#1, #2)", "failed"])).toEqual([1, 2]);
  });

  it("is told of in a line, and all of them in a summary that leaves nothing out", () => {
    const all = judged(["x (#1)", "passed"], ["y (#1)", "passed"], ["y (#3)", "passed"], ["z (#77)", "passed"]);
    expect(linesOf(all.verdicts)[0]).toMatch(/^ {2}#1 M {2}GET \| HEAD +passed +a\.test\.ts ×2$/);
    expect(linesOf(all.verdicts)[1]).toMatch(/excepted +not offered$/);
    const summary = summaryOf(all, ["vitest.json"]).join("\n");
    expect(summary).toContain("2 of 5 rows");
    expect(summary).toMatch(/tested all the same: #3$/m);
    expect(summary).toMatch(/no row: #77$/m);
  });
});
