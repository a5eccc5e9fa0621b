import { describe, expect, it } from "vitest";
import { z } from "zod";
import { jsonInput, LARGEST_JSON, pathIds, queryInput } from "./api-input";

const schema = z.object({ name: z.string().min(1, "required"), count: z.number().int().max(10).optional() });
const URL_OF_API = "http://localhost:3000/api/v1/tokens";

const read = (body: string | Uint8Array<ArrayBuffer> | ReadableStream, type = "application/json") =>
  jsonInput(
    new Request(URL_OF_API, { method: "POST", body, headers: { "content-type": type }, duplex: "half" } as RequestInit),
    schema,
  );

describe("a JSON body", () => {
  it.each(["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'])(
    "is read as %s",
    async (type) => expect(await read('{"name":"a"}', type)).toEqual({ name: "a" }),
  );

  it.each([
    "",
    "text/plain",
    "application/jsonp",
    "application/json; charset=utf-16",
    "application/json, text/plain",
    "application/x-www-form-urlencoded",
  ])("is refused as %j", async (type) => {
    await expect(read('{"name":"a"}', type)).rejects.toMatchObject({ name: "unsupported_media_type" });
  });

  it.each([
    ["nothing", ""],
    ["half of it", '{"name":"a"'],
    ["two values", '{"name":"a"}{"name":"b"}'],
    ["a comment", '{"name":"a"/*x*/}'],
    ["a NUL", '{"name":"a\u0000"}'],
    ["single quotes", "{'name':'a'}"],
    ["a byte order mark", "\uFEFF{}"],
    ["no UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)],
    ["a character that is cut off", Uint8Array.of(0x22, 0xc3)],
  ])("is refused when it is %s (#451)", async (_what, body) => {
    await expect(read(body)).rejects.toMatchObject({ name: "invalid_json" });
  });

  it.each([
    ["null", "null"],
    ["a list", "[]"],
    ["a number", "1"],
    ["500 levels deep", `${"[".repeat(500)}${"]".repeat(500)}`],
    ["1e400 (#451)", '{"name":"a","count":1e400}'],
    ["an object for text (#452)", '{"name":{"not":""}}'],
  ])("is refused when it is %s", async (_what, body) => {
    await expect(read(body)).rejects.toMatchObject({ name: "invalid_input" });
  });

  it("tells all wrong fields at once, and a missing one from one of another kind", async () => {
    await expect(read('{"count":11}')).rejects.toMatchObject({
      fields: { name: { code: "required" }, count: { code: "tooLong", params: { maximum: 10 } } },
    });
    await expect(read('{"name":1}')).rejects.toMatchObject({ fields: { name: { code: "invalid" } } });
  });

  it("sets nothing that the schema does not name, prototypes included (#400, #459)", async () => {
    const input = await read('{"name":"a","role":"owner","__proto__":{"admin":true},"constructor":{"x":1}}');
    expect(Object.keys(input)).toEqual(["name"]);
    expect("admin" in input || "admin" in {}).toBe(false);
  });

  it("takes the last of two equal names", async () => {
    expect(await read('{"name":"a","name":"b"}')).toEqual({ name: "b" });
    await expect(read('{"name":"a","name":1}')).rejects.toMatchObject({ name: "invalid_input" });
  });

  it("is refused above the limit, whether its length is declared or not (#449)", async () => {
    const fitting = `{"name":"${"a".repeat(LARGEST_JSON - 11)}"}`;
    expect((await read(fitting)).name).toHaveLength(LARGEST_JSON - 11);
    await expect(read(`${fitting} `)).rejects.toMatchObject({ name: "body_too_large" });
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(0x20));
      },
    });
    await expect(read(endless)).rejects.toMatchObject({ name: "body_too_large" });
    expect(sent).toBeLessThan(2 * LARGEST_JSON);
  });
});

describe("a query", () => {
  const known = z.object({ limit: z.coerce.number().int().max(100).optional(), search: z.string().optional() });
  const query = (text: string) => queryInput(new Request(`${URL_OF_API}?${text}`), known);

  it("is read by its schema", () => {
    expect(query("limit=5&search=a%20b")).toEqual({ limit: 5, search: "a b" });
    expect(query("")).toEqual({});
  });

  it.each(["stat=revoked", "limit=5&limit=6", "limit=101", "limit=x", "limit[gt]=1", "__proto__=1", "toString=1"])(
    "is refused with %s (#455)",
    (text) => expect(() => query(text)).toThrow(expect.objectContaining({ name: "invalid_input" })),
  );
});

it("finds nothing under what is no id (#453)", () => {
  expect(pathIds({ id: "01890000-0000-7000-8000-0000000000AB" })).toEqual({
    id: "01890000-0000-7000-8000-0000000000ab",
  });
  for (const id of [
    "",
    "x",
    "undefined",
    "../1",
    "01890000-0000-7000-8000-00000000000g",
    "01890000-0000-7000-8000-000000000000\n",
  ])
    expect(() => pathIds({ id })).toThrow(expect.objectContaining({ name: "not_found" }));
});
