import { describe, expect, it } from "vitest";
import { Refusal } from "@/lib/errors";
import { describedClient, documentClient, documentUrlProblem, fallbackName, parsedMetadata } from "./rules";

const where = { origin: "dynamic", mayUseLoopback: false } as const;
const CALLBACK = "https://client.example/callback";
const EC = { kty: "EC", crv: "P-256", x: "x", y: "y", kid: "1" };
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

const register = (metadata: unknown) => describedClient(parsedMetadata(metadata), where);
const outcome = (run: () => unknown): string => {
  try {
    run();
    return "ok";
  } catch (error) {
    return error instanceof Refusal ? error.name : String(error);
  }
};
const registering = (changes: object) => outcome(() => register({ redirect_uris: [CALLBACK], ...changes }));

describe("a registration", () => {
  it("needs a callback URL and nothing else, and is confidential by default (RFC 7591 §2)", () => {
    expect(register({ redirect_uris: [CALLBACK] })).toEqual({
      name: null,
      redirectUris: [CALLBACK],
      isPublic: false,
      authMethod: "client_secret",
      jwks: null,
      jwksUri: null,
      additionalGrantTypes: [],
      requiresPar: false,
      requiresDpop: false,
      postLogoutRedirectUris: [],
      idTokenAlgorithm: "RS256",
      siteUrl: null,
      privacyPolicyUrl: null,
      licenceUrl: null,
    });
  });

  it.each([[null], [[]], ["x"], [1]])("is a JSON object: %j (#227)", (metadata) => {
    expect(outcome(() => register(metadata))).toBe("invalid_client_metadata");
  });

  it.each([
    [undefined],
    [[]],
    ["https://client.example/callback"],
    [[`${CALLBACK}#x`]],
    [["http://client.example/callback"]],
    [["https://*.client.example/callback"]],
    [["https://u:p@client.example/callback"]],
    [["exampleapp://callback"]],
    [["javascript:alert(1)"]],
    [["https://client.example/../callback"]],
    [[1]],
  ])("has callback URLs as every client has: %j (#228, #229, #230)", (redirect_uris) => {
    expect(registering({ redirect_uris })).toBe("invalid_redirect_uri");
  });

  it.each([
    { grant_types: ["client_credentials"] },
    { grant_types: ["implicit"] },
    { grant_types: ["refresh_token"] },
    { grant_types: [] },
    { response_types: ["token"] },
    { response_types: [] },
    { grant_types: [DEVICE_CODE], response_types: ["code"] },
    { grant_types: "authorization_code" },
  ])("has grant and response types that go together: %j (#231, #235)", (changes) => {
    expect(registering(changes)).toBe("invalid_client_metadata");
  });

  it("may be of a device, which has no address to come back to", () => {
    const device = register({ grant_types: [DEVICE_CODE, "refresh_token"], redirect_uris: [CALLBACK] });
    expect([device.redirectUris, device.additionalGrantTypes]).toEqual([[], [DEVICE_CODE]]);
  });

  it.each([
    { jwks: { keys: [EC] }, jwks_uri: "https://client.example/jwks" },
    { jwks: { keys: [] } },
    { jwks: {} },
    { jwks: { keys: [{ ...EC, d: "d" }] } },
    { jwks: { keys: [{ kty: "RSA", n: "n".repeat(342), e: "AQAB", p: "p" }] } },
    { jwks: { keys: [{ kty: "RSA", n: "n".repeat(200), e: "AQAB" }] } },
    { jwks: { keys: [{ kty: "oct", k: "k" }] } },
    { jwks: { keys: [{ kty: "EC", crv: "P-256", x: "x" }] } },
    {},
  ])("of a client with keys shows public ones, in one place: %j (#232)", (keys) => {
    expect(registering({ token_endpoint_auth_method: "private_key_jwt", ...keys })).toBe("invalid_client_metadata");
  });

  it("keeps of a key what a key has", () => {
    const jwks = { keys: [{ ...EC, x5c: ["x"], other: 1 }] };
    expect(register({ redirect_uris: [CALLBACK], token_endpoint_auth_method: "private_key_jwt", jwks })).toMatchObject({
      authMethod: "private_key_jwt",
      isPublic: false,
      jwks: { keys: [EC] },
    });
  });

  it.each(["jwks_uri", "logo_uri", "policy_uri", "tos_uri", "client_uri"])(
    "names no address inside: %s (#233)",
    (member) => {
      for (const address of [
        "https://127.0.0.1/x",
        "https://169.254.169.254/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://0x7f.1/x",
        "https://localhost/x",
        "http://client.example/x",
        "javascript:alert(1)",
        "x",
      ])
        expect(registering({ [member]: address, token_endpoint_auth_method: "none" })).toBe("invalid_client_metadata");
      expect(registering({ [member]: "https://Client.example/x", token_endpoint_auth_method: "none" })).toBe("ok");
    },
  );

  it.each(["", "   ", "x".repeat(10_000), "line\nbreak", "left\u202Eright", 1])(
    "has a name that can be shown: %j (#237)",
    (client_name) => {
      expect(registering({ client_name })).toBe("invalid_client_metadata");
    },
  );

  it("gives itself nothing that is not its to give (#235)", () => {
    const asked = {
      client_id: "mine",
      companyId: "x",
      permissionGroupId: "x",
      origin: "console",
      verifiedAt: "2026",
      skip_consent: true,
    };
    expect(register({ redirect_uris: [CALLBACK], ...asked })).toEqual(register({ redirect_uris: [CALLBACK] }));
  });

  it("counts null as left out", () => {
    expect(registering({ client_name: null, jwks: null, logo_uri: null })).toBe("ok");
  });

  it("without a name is called by where it answers", () => {
    const named = (redirect_uris: string[], client_uri?: string) =>
      fallbackName(register({ redirect_uris, client_uri: client_uri ?? null }));
    expect(named([CALLBACK], "https://www.client.example/")).toBe("www.client.example");
    expect(named([CALLBACK])).toBe("client.example");
    expect(named(["com.example.app:/callback"])).toBe("com.example.app");
    expect(fallbackName({ siteUrl: null, redirectUris: [] })).toBe("Unnamed application");
  });
});

describe("a document", () => {
  const url = "https://client.example/client.json";
  const read = (changes: object) =>
    outcome(() => documentClient(url, { client_id: url, redirect_uris: [CALLBACK], ...changes }, false));

  it("is that of a public client unless it says otherwise", () => {
    expect(documentClient(url, { client_id: url, redirect_uris: [CALLBACK] }, false)).toMatchObject({ isPublic: true });
  });

  it.each([
    { client_id: `${url}?` },
    { client_id: "https://CLIENT.example/client.json" },
    { client_id: undefined },
    { client_secret: "x" },
    { client_secret_expires_at: 0 },
    { token_endpoint_auth_method: "client_secret_basic" },
    { token_endpoint_auth_method: "client_secret_post" },
    { token_endpoint_auth_method: "private_key_jwt" },
    { token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [{ ...EC, d: "d" }] } },
    { jwks: { keys: [{ kty: "oct", k: "k" }] } },
    { redirect_uris: [] },
    { redirect_uris: ["http://client.example/callback"] },
    { grant_types: ["client_credentials"] },
    { jwks_uri: "https://10.0.0.1/jwks" },
  ])("names itself and holds no secret: %j (#244)", (changes) => {
    expect(read(changes)).toBe("invalid_client_document");
  });

  it.each([null, [], "x", 1, true])("is an object: %j (#244)", (json) => {
    expect(outcome(() => documentClient(url, json, false))).toBe("invalid_client_document");
  });

  it("may say more than we know", () => {
    expect(read({ contacts: ["x"], software_id: 1, client_id_issued_at: 5 })).toBe("ok");
  });

  it.each([
    "http://client.example/c",
    "https://client.example",
    "https://client.example/",
    "https://client.example/a/../c",
    "https://client.example/%2E/c",
    "https://u@client.example/c",
    "https://client.example/c#x",
    "https://10.0.0.1/c",
    "https://localhost/c",
  ])("does not stand at %s (#244)", (address) => {
    expect(documentUrlProblem(address, false)).not.toBeNull();
  });
});
