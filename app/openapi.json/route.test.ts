import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { GET, HEAD, POST } from "./route";

testDatabase();

const request = (method: string) => new Request("http://localhost:3000/openapi.json", { method });

it("200 for everybody, to be kept for five minutes and read from any origin", async () => {
  const response = await GET(request("GET"));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  expect(response.headers.get("cache-control")).toBe("public, max-age=300");
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(await response.json()).toMatchObject({ openapi: "3.1.1", paths: { "/api/v1/tokens": { get: {}, post: {} } } });
  expect((await HEAD(request("HEAD"))).status).toBe(200);
});

it("405 for what is no reading", async () => {
  const response = await POST(request("POST"));
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});
