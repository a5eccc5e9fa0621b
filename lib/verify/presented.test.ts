import { describe, expect, it } from "vitest";
import { presentedCredential } from "./presented";

const of = (authorization: string | null) =>
  presentedCredential(new Headers(authorization === null ? {} : { authorization }));
const basic = (text: string | Buffer) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("the Authorization header", () => {
  it.each(["Bearer abc", "bearer abc", "BEARER abc"])(
    "is a bearer token in any case of the scheme: %s (#327)",
    (header) => {
      expect(of(header)).toEqual({ scheme: "bearer", token: "abc" });
    },
  );

  it.each([
    "Bearer",
    "Bearer ",
    "Bearer  abc",
    "Bearer a b",
    "Bearer a\tb",
    "Bearer\tabc",
    "Bearer a, Bearer b",
    "Bearer é",
    "Bearer a,b",
    'Bearer "abc"',
    `Bearer ${"a".repeat(8200)}`,
    "Basic",
    "Basic !!!",
    "Basic YTpi, Bearer abc",
    basic("no colon"),
    basic("key:se\u0000cret"),
    basic("key:se\ncret"),
    basic(Buffer.from([0x6b, 0x3a, 0xff, 0xfe])),
  ])("is malformed: %j (#329, #330)", (header) => {
    expect(of(header)).toBe("malformed");
  });

  it.each([null, "Digest abc", "Bearertoken abc", "Token abc", ""])("is none of ours: %j", (header) => {
    expect(of(header)).toBe("none");
  });

  it("parts a pair at the first colon and reads UTF-8 (RFC 7617 §2, #445)", () => {
    expect(of(basic("clé:se:cret"))).toEqual({ scheme: "basic", key: "clé", secret: "se:cret" });
    expect(of(basic(":"))).toEqual({ scheme: "basic", key: "", secret: "" });
  });
});
