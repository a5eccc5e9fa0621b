import { expect, it } from "vitest";
import { classicExchange, classicLink, classicRefresh } from "./classic-samples";

const subject = {
  issuer: "https://accounts.example",
  key: "APIK-abc",
  redirectUri: 'https://a.example/cb?x=$(id)&y="`',
};

it("writes the documented link, with the redirect URI as one parameter", () => {
  const { origin, pathname, searchParams } = new URL(classicLink(subject));
  expect([origin, pathname]).toEqual(["https://accounts.example", "/login"]);
  expect([...searchParams]).toEqual([
    ["response_type", "code"],
    ["client_id", "APIK-abc"],
    ["redirect_uri", subject.redirectUri],
    ["scope", "all"],
  ]);
});

it("writes the documented requests, of which a shell reads the code, the token and the secret alone", () => {
  expect(classicExchange({ ...subject, redirectUri: "https://a.example/cb" }).split("\n")).toEqual([
    'curl -X POST "https://accounts.example/token?grant_type=authorization_code&client_id=APIK-abc&code=$code&redirect_uri=https%3A%2F%2Fa.example%2Fcb" \\',
    "  -H 'Content-Type: application/x-www-form-urlencoded' \\",
    '  -u "APIK-abc:$OAUTH_CLIENT_SECRET"',
  ]);
  expect(classicExchange(subject).match(/\$\w*/g)).toEqual(["$code", "$OAUTH_CLIENT_SECRET"]);
  expect(classicRefresh(subject)).toContain("/token?grant_type=refresh_token&refresh_token=$refresh_token");
});
