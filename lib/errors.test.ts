import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { refusalResponse } from "@/lib/doors/refuse";
import { issuerUrl } from "@/lib/env";
import { type FieldError, REFUSALS, Refusal, type RefusalName } from "./errors";

const names = Object.keys(REFUSALS) as RefusalName[];
const page = readFileSync(join(import.meta.dirname, "..", "docs", "errors.md"), "utf8");
const sections = page.split(/\n### /).slice(1);

/** What an example says of itself, in whichever of the three shapes it is. */
type Example = {
  error: string | { message: string; requestId: string; fields?: Record<string, FieldError> };
  error_description?: string;
  request_id?: string;
};

describe("the table of refusals", () => {
  it("gives each a number of its own, whose first digits are the status", () => {
    const codes = names.map((name) => REFUSALS[name].code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(names.filter((name) => Math.floor(REFUSALS[name].code / 100) !== REFUSALS[name].status)).toEqual([]);
  });

  it("describes in the characters of RFC 6749 §5.2 alone", () => {
    expect(new Refusal("not_found", { description: 'naïve "quoted" \\ line\nbreak' }).description).toBe(
      "na?ve ?quoted? ? line?break",
    );
  });
});

describe("docs/errors.md", () => {
  it("has a heading with number and name for each refusal, in their order, and none besides", () => {
    const headings = sections.map((section) => section.split("\n")[0]);
    const expected = [...names].sort((a, b) => REFUSALS[a].code - REFUSALS[b].code);
    expect(headings).toEqual(expected.map((name) => `${REFUSALS[name].code} ${name}`));
  });

  it.each(names)("shows an answer of %s as it is written, its cause and its fix", async (name) => {
    const section = sections.find((text) => text.startsWith(`${REFUSALS[name].code} ${name}\n`)) ?? "";
    const [, shown = "{}"] = /```json\n([\s\S]*?)```/.exec(section) ?? [];
    const example: Example = JSON.parse(shown.replaceAll("https://postern.example", issuerUrl()));
    const inner = typeof example.error === "string" ? undefined : example.error;
    const fields = inner?.fields;
    const refusal = new Refusal(name, {
      description: inner?.message ?? example.error_description ?? "",
      ...(fields && { fields }),
    });
    const requestId = inner?.requestId ?? example.request_id ?? "";
    const shapes = ["oauth", "api", "coded"] as const;
    const written = await Promise.all(shapes.map((shape) => refusalResponse(refusal, shape, requestId).json()));
    expect(written).toContainEqual(example);
    expect(section).toMatch(/\n\n\S.{20,}\n\n\*\*Fix\.\*\* \S/s);
  });
});
