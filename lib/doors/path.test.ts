import { expect, it } from "vitest";
import { ownPath } from "./path";

it.each(["/", "/connections/tokens?state=active", "/consent/1?back=https%3A%2F%2Fa.example&proof=x"])(
  "keeps a path of ours: %s",
  (path) => {
    expect(ownPath(path)).toBe(path);
  },
);

it.each([
  undefined,
  "",
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\\/evil.example",
  "\\/evil.example",
  "/a/..//evil.example",
  "/%",
  "javascript:alert(1)",
  "/a\nb",
  " /a",
  "/\u0000",
  `/${"a".repeat(3000)}`,
])("leads nowhere else, in any spelling (#77): %j", (path) => {
  const led = ownPath(path);
  expect(new URL(led, "https://own.example").origin).toBe("https://own.example");
  expect(led.startsWith("//")).toBe(false);
});
