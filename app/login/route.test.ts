import { describe, expect, it } from "vitest";
import { CALLBACK, CHALLENGE, expectError, expectPage, kept, query } from "@/lib/testing/authorize";
import { classicIssuer, link, open } from "@/lib/testing/classic";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { GET, PUT } from "./route";

testDatabase();

const ISSUER = "http://localhost:3000";

describe("the documented link", () => {
  it("leads to the consent page, for every context of the client's group and without a challenge", async () => {
    const issuer = await classicIssuer();
    const response = await open(link(issuer));
    expect(await kept(issuer, response)).toMatchObject({ redirectUri: CALLBACK, codeChallenge: null, state: null });
    const { scopes } = await kept(issuer, response);
    expect(scopes.sort()).toEqual(["labels", "open:read", "stock"]);
    expect([response.headers.get("deprecation"), response.headers.get("sunset")]).toEqual([
      "@1795392000",
      "Fri, 31 Dec 2027 00:00:00 GMT",
    ]);
  });

  it("leaves nothing half done: a challenge without its method, a method without its challenge, plain", async () => {
    const issuer = await classicIssuer();
    for (const half of [
      `code_challenge=${CHALLENGE}`,
      "code_challenge_method=S256",
      `code_challenge=${CHALLENGE}&code_challenge_method=plain`,
    ])
      expectError(await open(`${link(issuer)}&${half}`), "invalid_request", null);
  });

  it("compares the redirect URI exactly, and takes no other context for all of them (#12, #13)", async () => {
    const issuer = await classicIssuer();
    await expectPage(await open(link(issuer).replace(CALLBACK, `${CALLBACK}/`)));
    await expectPage(await open(link(issuer).replace(CALLBACK, encodeURIComponent(`${CALLBACK}?x=1`))));
    for (const scope of ["all stock", "ALL", "everything"])
      expectError(await open(link(issuer).replace("scope=all", `scope=${scope}`)), "invalid_scope", null);
  });
});

describe("for every other client", () => {
  it("it is the authorization endpoint: PKCE is needed, and all is no context (#34, #35)", async () => {
    const issuer = await testIssuer();
    expectError(await open(link(issuer)), "invalid_request", null);
    expectError(await open(`${ISSUER}/login?${query(issuer, { scope: "all" })}`), "invalid_scope");
    expect(await kept(issuer, await open(`${ISSUER}/login?${query(issuer)}`))).toMatchObject({ scopes: ["stock"] });
  });
});

it("says of a wrong method too that it is obsolete", async () => {
  const response = await PUT(new Request(`${ISSUER}/login`, { method: "PUT" }));
  expect([response.status, response.headers.get("deprecation"), GET.allow]).toEqual([405, "@1795392000", "GET, POST"]);
});
