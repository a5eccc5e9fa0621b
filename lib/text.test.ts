import { describe, expect, it } from "vitest";
import { descriptionSchema, nameSchema } from "./text";

describe("a name", () => {
  it("is trimmed and composed", () => expect(nameSchema.parse("  Jose\u0301 ")).toBe("José"));
  it.each(["a\nb", "a\u202Eb", "a\u2066b", "a\u0000b", "a\u2028b"])("cannot forge a line of a list: %j", (name) =>
    expect(nameSchema.safeParse(name).error?.issues[0]?.message).toBe("invalidCharacters"),
  );
  it("has 80 characters at most", () => expect(nameSchema.safeParse("x".repeat(81)).success).toBe(false));
});

describe("a description", () => {
  it("keeps its lines, whatever ends them", () => expect(descriptionSchema.parse(" a\r\nb\rc ")).toBe("a\nb\nc"));
  it.each(["a\u0000b", "a\tb", "a\uD800", "a\u202Eb", "a\u200Bb"])("is seen as it is read: %j", (text) =>
    expect(descriptionSchema.safeParse(text).error?.issues[0]?.message).toBe("invalidCharacters"),
  );
  it("has 255 characters at most", () => expect(descriptionSchema.safeParse("x".repeat(256)).success).toBe(false));
});
