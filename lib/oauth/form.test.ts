import { describe, expect, it } from "vitest";
import { parseForm, readForm } from "./form";

const refused = (name: string) => expect.objectContaining({ name });

describe("a form", () => {
  it.each([
    ["a=b", "a", "b"],
    ["a=b+c%20d", "a", "b c d"],
    ["a=%C3%A9%26%3D", "a", "é&="],
    ["a=b=c", "a", "b=c"],
    ["&&a=b&", "a", "b"],
    ["a", "a", undefined],
    ["a=", "a", undefined],
    ["", "a", undefined],
    ["__proto__=x", "__proto__", "x"],
    ["a%5B%5D=b", "a", undefined],
  ])("reads %s", (body, name, value) => {
    expect(parseForm(body).get(name)).toBe(value);
  });

  it("takes a resource more than once, and leaves out empty ones (RFC 8707 §2)", () => {
    expect(parseForm("resource=a&resource=&resource=b").all("resource")).toEqual(["a", "b"]);
  });

  it.each(["a=1&a=1", "a=&a=", "a=1&%61=2", "a=%00", "a=%0D%0A", "%7F=1", "a=%", "a=%GG", "a=%C3", "a=%C2%85"])(
    "refuses %s",
    (body) => {
      expect(() => parseForm(body)).toThrow(refused("invalid_request"));
    },
  );
});

describe("a request", () => {
  const send = (url: string, type: string | null, body = "a=b") =>
    readForm(new Request(url, { method: "POST", body, headers: type ? { "content-type": type } : {} }));
  const TYPE = "application/x-www-form-urlencoded";
  const ADDRESS = "http://localhost/oauth/token";

  it.each([TYPE, `${TYPE.toUpperCase()}`, `${TYPE};charset=utf-8`, `${TYPE}; charset="UTF-8"`])(
    "is read as %s",
    async (type) => {
      expect((await send(ADDRESS, type)).get("a")).toBe("b");
    },
  );

  it.each([`${TYPE}; charset=latin1`, `${TYPE}-x`, "text/plain", "application/json", `${TYPE}; boundary=x`, null])(
    "is refused as %s",
    async (type) => {
      await expect(send(ADDRESS, type)).rejects.toEqual(refused("unsupported_media_type"));
    },
  );

  it("may have no query, but an empty one", async () => {
    await expect(send(`${ADDRESS}?a=b`, TYPE)).rejects.toEqual(refused("invalid_request"));
    expect((await send(`${ADDRESS}?`, TYPE)).get("a")).toBe("b");
  });

  it("may have a body of 64 kB and no more", async () => {
    expect((await send(ADDRESS, TYPE, `a=${"x".repeat(65_534)}`)).get("a")).toHaveLength(65_534);
    await expect(send(ADDRESS, TYPE, `a=${"x".repeat(65_535)}`)).rejects.toEqual(refused("body_too_large"));
  });
});
