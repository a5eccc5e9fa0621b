import { expect, it } from "vitest";
import { challengeOf, isChallenge } from "./pkce";

it("is the S256 transformation of RFC 7636 Appendix B", () => {
  expect(challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
});

it.each(["", "a".repeat(42), "a".repeat(129), `${"a".repeat(43)}=`, `${"a".repeat(43)} `, `${"a".repeat(43)}é`])(
  "knows no verifier in %s (RFC 7636 §4.1)",
  (text) => {
    expect(challengeOf(text)).toBeNull();
  },
);

it.each([43, 128])("takes a verifier of %i characters", (length) => {
  expect(challengeOf("~".repeat(length))).toHaveLength(43);
});

it.each([
  ["a".repeat(43), true],
  ["-_".repeat(21).concat("a"), true],
  ["a".repeat(42), false],
  ["a".repeat(44), false],
  [`${"a".repeat(42)}+`, false],
  [`${"a".repeat(42)}=`, false],
])("tells whether %s is a challenge (RFC 7636 §4.2)", (text, expected) => {
  expect(isChallenge(text)).toBe(expected);
});
