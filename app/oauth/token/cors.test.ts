import { describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { codeClient, formRequest, issueCode } from "@/lib/testing/oauth";
import { OPTIONS, POST } from "./route";

testDatabase();

const PATH = "/oauth/token";

describe("from a browser", () => {
  const asking = (origin: string) =>
    OPTIONS(new Request(`http://localhost:3000${PATH}`, { method: "OPTIONS", headers: { origin } }));

  it("is answered with its origin where a living public client has its address (#97, #98)", async () => {
    const issuer = await testIssuer();
    const client = await codeClient(issuer, { isPublic: true, redirectUris: ["https://spa.example/callback?x=1"] });
    await codeClient(issuer, { redirectUris: ["https://confidential.example/callback"] });
    const allowed = await asking("https://spa.example");
    expect([allowed.status, allowed.headers.get("access-control-allow-origin"), allowed.headers.get("vary")]).toEqual([
      204,
      "https://spa.example",
      "Origin",
    ]);
    for (const origin of [
      "https://spa.example.evil.example",
      "https://spa.exampl",
      "http://spa.example",
      "https://confidential.example",
      "null",
    ])
      expect((await asking(origin)).headers.has("access-control-allow-origin")).toBe(false);
    await issuer.db.client.update({ where: { id: client.id }, data: { disabledAt: new Date() } });
    expect((await asking("https://spa.example")).headers.has("access-control-allow-origin")).toBe(false);
  });

  it("can read a refusal as well as a success, and never with cookies", async () => {
    const issuer = await testIssuer();
    const client = await codeClient(issuer, { isPublic: true, redirectUris: ["https://app.example/"] });
    const { code, verifier } = await issueCode(issuer, { client });
    for (const [sent, status] of [
      ["wrong", 400],
      [verifier, 200],
    ] as const) {
      const request = formRequest(PATH, { grant_type: "authorization_code", code, code_verifier: sent }, client);
      request.headers.set("origin", "https://app.example");
      const response = await POST(request);
      expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([
        status,
        "https://app.example",
      ]);
      expect(response.headers.has("access-control-allow-credentials")).toBe(false);
    }
  });
});
