import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { exchangeSample, linkSample, samplesOf, settingsSample, tokenSample } from "./samples";

const subject = { issuer: "https://auth.example.com", key: "SampleKey0123456789a" };
const returning = { ...subject, redirectUri: "https://app.example.com/it's?a=1&b=$HOME", proves: "secret" as const };

/** What bash makes of it, with `curl` standing in for the network: it prints its arguments, one a line. */
const run = (script: string): string[] =>
  execFileSync(
    "bash",
    [
      "-euc",
      `curl() { printf '%s\\n' "$@"; }\nOAUTH_CLIENT_SECRET=s OAUTH_CLIENT_ASSERTION=a.b.c code=c verifier=v\n${script}`,
    ],
    {
      encoding: "utf8",
    },
  )
    .trim()
    .split("\n");

describe("samples", () => {
  it("authenticate with the key and the secret of the environment (RFC 6749 §2.3.1)", () => {
    expect(run(tokenSample({ ...subject, proves: "secret" }))).toEqual([
      "https://auth.example.com/oauth/token",
      ...["-u", `${subject.key}:s`],
      ...["-d", "grant_type=client_credentials"],
    ]);
  });

  it("show the assertion of a client that signs with a key (RFC 7523 §2.2)", () => {
    const assertion = ["-d", "client_assertion=a.b.c"];
    const type = "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    expect(run(tokenSample({ ...subject, proves: "key" }))).toEqual([
      "https://auth.example.com/oauth/token",
      ...["-d", type, ...assertion, "-d", "grant_type=client_credentials"],
    ]);
    expect(run(exchangeSample({ ...returning, proves: "key" }))).toEqual(expect.arrayContaining(assertion));
  });

  it("print a link whose challenge is the SHA-256 of the verifier (RFC 7636 §4.2), whatever the callback URL holds", () => {
    const [link = "", verifier = ""] = run(`${linkSample(returning)}\necho "$verifier"`);
    const query = new URL(link).searchParams;
    expect(query.get("redirect_uri")).toBe(returning.redirectUri);
    expect(query.get("client_id")).toBe(subject.key);
    expect(query.get("code_challenge")).toBe(createHash("sha256").update(verifier).digest("base64url"));
    expect(query.get("state")).toMatch(/^[0-9a-f]{32}$/);
    expect(verifier).toMatch(/^[0-9a-f]{64}$/);
  });

  it("exchange the code with the same callback URL, and name a public client without a secret (RFC 6749 §4.1.3)", () => {
    expect(run(exchangeSample(returning))).toContain(`redirect_uri=${returning.redirectUri}`);
    const asPublic = run(exchangeSample({ ...returning, proves: "nothing" }));
    expect(asPublic).toContain(`client_id=${subject.key}`);
    expect(asPublic).not.toContain("-u");
  });

  it("are those of the client's grant type, and none where only a device begins", () => {
    const client = { key: subject.key, isPublic: false, authMethod: "client_secret" } as const;
    const stepsOf = (given: Omit<Parameters<typeof samplesOf>[1], keyof typeof client>) =>
      samplesOf(subject.issuer, { ...client, ...given }).map(({ step }) => step);
    expect(stepsOf({ grantType: "client_credentials", redirectUris: [] })).toEqual(["token"]);
    const redirectUris = [returning.redirectUri];
    expect(stepsOf({ grantType: "authorization_code", redirectUris })).toEqual(["link", "exchange"]);
    expect(stepsOf({ grantType: "authorization_code", redirectUris: [] })).toEqual([]);
  });

  it("of settings leave out the secret that a public client does not have", () => {
    expect(settingsSample({ ...subject, secret: null })).not.toContain("SECRET");
    expect(settingsSample({ ...subject, secret: "x" }).split("\n")).toContain("OAUTH_CLIENT_SECRET=x");
  });
});
