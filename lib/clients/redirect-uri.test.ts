import { describe, expect, it } from "vitest";
import { matchesRedirectUri, redirectUriProblem } from "./redirect-uri";

describe("registration", () => {
  it.each([
    "https://client.example/callback",
    "https://client.example",
    "https://client.example:8443/callback?tenant=7",
    "https://xn--bcher-kva.example/callback",
    "http://127.0.0.1/callback",
    "http://[::1]:4000/callback",
    "http://localhost:3000/callback",
    "com.example.app:/callback",
    "com.example.app://callback",
  ])("takes %s", (uri) => expect(redirectUriProblem(uri)).toBeNull());

  it.each([
    ["", "required"],
    [`https://client.example/${"x".repeat(2000)}`, "urlTooLong"],
    ["client.example/callback", "invalidUrl"],
    ["/callback", "invalidUrl"],
    ["https://client.example/a b", "invalidUrl"],
    ["https://bücher.example/callback", "invalidUrl"],
    ["https://client.example/\r\nX: y", "invalidUrl"],
    ["https://client.example/\0", "invalidUrl"],
    ["https://good.example\\@evil.example", "invalidUrl"],
    ["https://client.example/callback#here", "urlWithFragment"],
    ["https://client.example/callback#", "urlWithFragment"],
    ["https://*.client.example/callback", "urlWithWildcard"],
    ["https://good.example@evil.example/callback", "urlWithUserInfo"],
    ["http://client.example/callback", "httpsRequired"],
    ["http://127.0.0.2/callback", "httpsRequired"],
    ["http://0.0.0.0/callback", "httpsRequired"],
    ["http://localhost.evil.example/callback", "httpsRequired"],
    ["https://client.example/x/../callback", "urlNotNormal"],
    ["https://CLIENT.example/callback", "urlNotNormal"],
    ["https://client.example:443/callback", "urlNotNormal"],
    ["http://127.1/callback", "urlNotNormal"],
    ["http://2130706433/callback", "urlNotNormal"],
  ])("refuses %j: %s (#17, #19, #22)", (uri, problem) => expect(redirectUriProblem(uri)).toBe(problem));

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "blob:https://x.example/1",
    "vbscript:x",
    "app:/cb",
  ])("refuses the scheme of %s (#24)", (uri) => expect(redirectUriProblem(uri)).toBe("schemeNotAllowed"));

  it.each(["code", "state", "iss", "error"])("refuses a query that has %s already (#16)", (name) =>
    expect(redirectUriProblem(`https://client.example/callback?a=b&${name}=x`)).toBe("urlWithAnswerParameter"),
  );
});

describe("a request", () => {
  const registered = ["https://good.example/cb", "https://good.example/with?a=b"];
  const web = { isPublic: false };

  it("matches the very string (#15)", () => {
    for (const uri of registered) expect(matchesRedirectUri(registered, uri, web)).toBe(true);
  });

  it.each([
    "https://other.example/cb",
    "https://good.example/cb?x=1",
    "https://good.example/with?a=c",
    "https://good.example/with",
    "https://good.example/cb#frag",
    "https://good.example/cb/",
    "https://GOOD.example/cb",
    "https://good.example/CB",
    "https://good.example:443/cb",
    "https://good.example%2Fcb",
    "https://good.example/x/../cb",
    "https://good.example/cb;a=b",
    "https://gооd.example/cb",
    "https://good.example@evil.example/cb",
    "https://good.example\\@evil.example",
    "https://evil.example/https://good.example/cb",
    "https://good.example/cb\0",
    "https://good.example/cb\r\n",
    "https://good.example.evil.example/cb",
    "https://evilgood.example/cb",
    "javascript:alert(1)",
    "",
  ])("does not match %j (#12–#20, #24)", (uri) => {
    expect(matchesRedirectUri(registered, uri, web)).toBe(false);
    expect(matchesRedirectUri(registered, uri, { isPublic: true })).toBe(false);
  });

  const native = ["http://127.0.0.1/cb", "http://[::1]:5000/cb", "http://localhost/cb"];

  it.each(["http://127.0.0.1:54321/cb", "http://[::1]:54321/cb", "http://[::1]/cb", "http://localhost:1/cb"])(
    "of a native app matches on any port: %s (#21)",
    (uri) => expect(matchesRedirectUri(native, uri, { isPublic: true })).toBe(true),
  );

  it.each([
    "http://127.0.0.1:54321/other",
    "http://127.0.0.1:54321/cb?x=1",
    "http://127.0.0.1:54321/cb\n",
    "http://127.0.0.1:99999/cb",
    "http://127.0.0.1:0/cb",
    "http://127.0.0.1:1@evil.example/cb",
    "https://127.0.0.1:54321/cb",
    "http://127.0.0.2/cb",
    "http://0.0.0.0/cb",
    "http://localhost.evil/cb",
    "http://2130706433/cb",
    "http://127.1/cb",
  ])("of a native app does not match %j (#22)", (uri) =>
    expect(matchesRedirectUri(native, uri, { isPublic: true })).toBe(false),
  );

  it("of a confidential client has no free port (#23)", () => {
    expect(matchesRedirectUri(native, "http://127.0.0.1:54321/cb", web)).toBe(false);
    expect(matchesRedirectUri(native, "http://127.0.0.1/cb", web)).toBe(true);
  });

  it("has no free port where the registered one is not loopback", () => {
    expect(matchesRedirectUri(["https://good.example/cb"], "https://good.example:9/cb", { isPublic: true })).toBe(
      false,
    );
  });
});
