import { beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { jwtIssuer } from "@/lib/testing/jwt";
import { GET, HEAD, OPTIONS, POST } from "./route";

testDatabase();
beforeEach(async () => {
  for (const algorithm of ["ES256", "EdDSA", "RS256"] as const) await jwtIssuer(algorithm);
});

const request = (headers: Record<string, string> = {}) => new Request("http://localhost:3000/oauth/jwks", { headers });
const MEMBERS = { EC: ["crv", "x", "y"], OKP: ["crv", "x"], RSA: ["e", "n"] };

describe("200", () => {
  it("lists public keys alone, each with a name of its own, and strong ones (#290, #291)", async () => {
    const { keys } = (await (await GET(request())).json()) as { keys: Record<string, string>[] };
    expect(keys.map(({ alg, kty, use }) => `${alg} ${kty} ${use}`).sort()).toEqual([
      "ES256 EC sig",
      "EdDSA OKP sig",
      "RS256 RSA sig",
    ]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(3);
    for (const key of keys) {
      const members = MEMBERS[key.kty as keyof typeof MEMBERS];
      expect(Object.keys(key).sort()).toEqual([...members, "alg", "kid", "kty", "use"].sort());
    }
    const rsa = keys.find(({ kty }) => kty === "RSA");
    expect(Buffer.from(rsa?.n ?? "", "base64url")).toHaveLength(384);
  });

  it("may be kept for an hour by anybody, and read by a page of any origin (#287, #294)", async () => {
    const { status, headers } = await GET(request({ origin: "https://app.example" }));
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("cache-control")).toBe("public, max-age=3600");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect((await HEAD(request())).status).toBe(200);
  });
});

it("204: tells a browser that it may ask (#287)", async () => {
  const { status, headers } = await OPTIONS(request({ origin: "https://app.example" }));
  expect([status, headers.get("access-control-allow-methods")]).toEqual([204, "GET, HEAD"]);
});

describe("304", () => {
  it.each([(tag: string) => tag, (tag: string) => `"other", W/${tag}`, () => "*"])(
    "for who has it already, and 200 for another tag (#294)",
    async (header) => {
      const tag = (await GET(request())).headers.get("etag") ?? "";
      const kept = await GET(request({ "if-none-match": header(tag) }));
      expect([kept.status, kept.headers.get("etag"), await kept.text()]).toEqual([304, tag, ""]);
      expect((await GET(request({ "if-none-match": `"${"x".repeat(43)}"` }))).status).toBe(200);
    },
  );
});

it("405: nothing is posted here (#287)", async () => {
  const { status, headers } = await POST(new Request("http://localhost:3000/oauth/jwks", { method: "POST" }));
  expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
});
