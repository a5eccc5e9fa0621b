import { describe, expect, it } from "vitest";
import { DEVICE_CODE, TOKEN_EXCHANGE } from "@/lib/apis/grant-types";
import { fieldErrorsOf } from "@/lib/doors/field-errors";
import {
  clientChangesFormSchema,
  clientChangesSchema,
  clientQuerySchema,
  newClientFormSchema,
  newClientSchema,
  removedClientsSchema,
  secretChangesSchema,
} from "./schema";

const group = "01890000-0000-7000-8000-000000000000";
const code = { grantType: "authorization_code", name: "Shop", permissionGroupId: group };
const own = { grantType: "client_credentials", name: "Shop", permissionGroupId: group };
const callback = "https://client.example/cb";

const codesOf = (
  schema: typeof newClientSchema | typeof clientChangesSchema | typeof newClientFormSchema,
  given: unknown,
) => {
  const parsed = schema.safeParse(given);
  if (parsed.success) return {};
  return Object.fromEntries(Object.entries(fieldErrorsOf(parsed.error)).map(([field, { code }]) => [field, code]));
};

describe("a new client", () => {
  it("needs a name and a group, told under each field", () => {
    const empty = { ...code, name: " ", permissionGroupId: "", redirectUris: "" };
    expect(codesOf(newClientSchema, empty)).toEqual({
      name: "required",
      permissionGroupId: "required",
      redirectUris: "required",
    });
    expect(codesOf(newClientSchema, { grantType: "client_credentials" })).toEqual({
      name: "required",
      permissionGroupId: "required",
    });
  });

  it("that acts for people needs a callback URL, one that acts for itself has none", () => {
    expect(codesOf(newClientSchema, { ...code, redirectUris: [] })).toEqual({ redirectUris: "required" });
    expect(codesOf(newClientSchema, code)).toEqual({ redirectUris: "required" });
    expect(newClientSchema.parse({ ...own, redirectUris: "javascript:x" })).not.toHaveProperty("redirectUris");
  });

  it("takes callback URLs as rows, as lines of one text, and as one", () => {
    const both = [callback, "http://127.0.0.1/cb"];
    for (const redirectUris of [both, both.join("\r\n"), ` ${both.join("\n\n")}\n`, ["", ...both, both[0]]])
      expect(newClientSchema.parse({ ...code, redirectUris })).toMatchObject({ redirectUris: both });
    expect(newClientSchema.parse({ ...code, redirectUris: callback })).toMatchObject({ redirectUris: [callback] });
  });

  it("tells each wrong callback URL under its own row (#16, #17, #24)", () => {
    const redirectUris = [callback, "", "javascript:alert(1)", "https://client.example/cb#x"];
    expect(codesOf(newClientSchema, { ...code, redirectUris })).toEqual({
      "redirectUris.2": "schemeNotAllowed",
      "redirectUris.3": "urlWithFragment",
    });
    expect(codesOf(newClientSchema, { ...code, redirectUris: Array(21).fill(callback) })).toEqual({
      redirectUris: "tooManyUrls",
    });
  });

  it.each(["siteUrl", "privacyPolicyUrl", "licenceUrl"])("has a %s of https or none (#24)", (field) => {
    for (const good of ["https://client.example/путь", "http://localhost:3000/x"])
      expect(newClientSchema.parse({ ...own, [field]: ` ${good} ` })).toMatchObject({ [field]: good });
    expect(newClientSchema.parse({ ...own, [field]: " " })).toMatchObject({ [field]: null });
    for (const [bad, code] of [
      ["javascript:alert(1)", "httpsRequired"],
      ["data:text/html,x", "httpsRequired"],
      ["http://client.example", "httpsRequired"],
      ["java\nscript:alert(1)", "invalidUrl"],
      ["client.example", "invalidUrl"],
      ["https://client.example/\ud800", "invalidUrl"],
      ["https://a:b@client.example", "urlWithUserInfo"],
      [`https://client.example/${"x".repeat(2000)}`, "urlTooLong"],
    ])
      expect(codesOf(newClientSchema, { ...own, [field]: bad })).toEqual({ [field]: code });
  });

  it("has no name or description with unseen characters (#73)", () => {
    for (const unseen of ["\u202E", "\u200B", "\u2066", "\0", "\uFEFF"])
      expect(codesOf(newClientSchema, { ...own, name: `a${unseen}b`, description: `a${unseen}b` })).toEqual({
        name: "invalidCharacters",
        description: "invalidCharacters",
      });
    expect(newClientSchema.parse({ ...own, description: " a\r\nb " })).toMatchObject({ description: "a\nb" });
    expect(codesOf(newClientSchema, { ...own, description: "x".repeat(256) })).toEqual({ description: "tooLong" });
  });

  it("is public only when it acts for people (RFC 6749 §4.4)", () => {
    expect(codesOf(newClientSchema, { ...own, isPublic: "true" })).toEqual({ isPublic: "publicNeedsPerson" });
    expect(newClientSchema.parse({ ...code, redirectUris: callback, isPublic: "true" })).toMatchObject({
      isPublic: true,
    });
    expect(newClientSchema.parse({ ...own, isPublic: "false" })).toMatchObject({ isPublic: false });
  });

  it("drops what the form does not have (#400)", () => {
    const forged = { companyId: group, createdById: group, createdAt: "2020-01-01", useCount: 9, key: "x", version: 7 };
    expect(newClientSchema.parse({ ...own, ...forged })).toEqual(newClientSchema.parse(own));
  });
});

describe("an edit", () => {
  it("leaves what it does not name, and empties what it names empty", () => {
    expect(clientChangesSchema.parse({ id: group, version: "3" })).toEqual({ id: group, version: 3 });
    expect(clientChangesSchema.parse({ id: group, version: 1, siteUrl: "", resourceServerId: "" })).toMatchObject({
      siteUrl: null,
      resourceServerId: null,
    });
    expect(codesOf(clientChangesSchema, { id: group, version: 1, name: "" })).toEqual({ name: "required" });
  });

  it("clears a check box by the hidden field before it, and leaves one that a form does not have", () => {
    const edit = { id: group, version: 1 };
    expect(clientChangesFormSchema.parse({ ...edit, requiresPar: "false" })).toEqual({ ...edit, requiresPar: false });
    const ticked = { ...edit, requiresPar: ["false", "true"] };
    expect(clientChangesFormSchema.parse(ticked)).toEqual({ ...edit, requiresPar: true });
    expect(clientChangesFormSchema.parse(edit)).toEqual(edit);
    const made = { ...code, redirectUris: callback, requiresPar: ["false", "true"] };
    expect(newClientFormSchema.parse(made)).toMatchObject({ requiresPar: true });
    expect(newClientFormSchema.parse({ ...own, requiresPar: "true" })).not.toHaveProperty("requiresPar");
  });

  it("cannot change how the client signs in, nor whose it is (#400)", () => {
    const forged = { grantType: "client_credentials", isPublic: true, companyId: group, createdById: group };
    expect(clientChangesSchema.parse({ id: group, version: 1, ...forged })).toEqual({ id: group, version: 1 });
  });
});

it("takes the chosen rows of a list, one or many, each once", () => {
  expect(removedClientsSchema.parse({ ids: group })).toMatchObject({ ids: [group] });
  expect(removedClientsSchema.parse({ ids: [group, group] })).toMatchObject({ ids: [group] });
  expect(removedClientsSchema.safeParse({ ids: [] }).success).toBe(false);
});

it("reads a filter that a form left empty as none", () => {
  const empty = { search: "", grantType: "", status: "", permissionGroupId: "", cursor: "", size: "" };
  expect(clientQuerySchema.parse(empty)).toEqual({});
  expect(clientQuerySchema.parse({ size: "50", status: "removed" })).toEqual({ size: 50, status: "removed" });
  expect(clientQuerySchema.safeParse({ size: "101" }).success).toBe(false);
  expect(clientQuerySchema.safeParse({ search: "a\0" }).success).toBe(false);
});

describe("the form of a new client", () => {
  it("drops what the browser hides and sends all the same", () => {
    const hidden = { ...own, isPublic: "true", redirectUris: ["javascript:x"], resourceServerId: group };
    const parsed = newClientFormSchema.parse(hidden);
    expect(parsed).toMatchObject({ isPublic: false, resourceServerId: group });
    expect(parsed).not.toHaveProperty("redirectUris");
    const asPublic = { ...code, isPublic: "true", redirectUris: callback, resourceServerId: group };
    expect(newClientFormSchema.parse(asPublic)).toMatchObject({ isPublic: true, resourceServerId: null });
    const asServer = { ...asPublic, isPublic: "false" };
    expect(newClientFormSchema.parse(asServer)).toMatchObject({ isPublic: false, resourceServerId: group });
  });

  it("drops keys that were typed before a secret was chosen, and what a client without a secret cannot have", () => {
    const typed = { ...code, redirectUris: callback, isPublic: "false", jwks: "{", jwksUri: "ftp://x" };
    expect(newClientFormSchema.parse({ ...typed, authMethod: "client_secret" })).toMatchObject({
      jwks: null,
      jwksUri: null,
    });
    expect(codesOf(newClientFormSchema, { ...typed, authMethod: "private_key_jwt" })).toEqual({
      jwks: "invalidJwks",
      jwksUri: "httpsOnly",
    });
    const additionalGrantTypes = ["", DEVICE_CODE, TOKEN_EXCHANGE];
    const asPublic = { ...typed, isPublic: "true", authMethod: "private_key_jwt", additionalGrantTypes };
    expect(newClientFormSchema.parse(asPublic)).toMatchObject({
      authMethod: "client_secret",
      jwks: null,
      additionalGrantTypes: [DEVICE_CODE],
    });
    expect(newClientFormSchema.parse({ ...own, additionalGrantTypes })).toMatchObject({
      additionalGrantTypes: [TOKEN_EXCHANGE],
    });
  });
});

describe("keys and grant types", () => {
  const withKey = { ...own, authMethod: "private_key_jwt" };

  it("go together, and are told under the field to mend", () => {
    expect(codesOf(newClientSchema, withKey)).toEqual({ jwks: "keysRequired" });
    const jwksUri = "https://client.example/jwks";
    expect(newClientSchema.parse({ ...withKey, jwksUri })).toMatchObject({ jwksUri, jwks: null });
    for (const [bad, problem] of [
      ["http://localhost/jwks", "httpsOnly"],
      ["https://client.example/jwks#x", "urlWithFragment"],
      ["https://a@client.example/jwks", "urlWithUserInfo"],
    ])
      expect(codesOf(newClientSchema, { ...withKey, jwksUri: bad })).toEqual({ jwksUri: problem });
    const asPublic = { ...code, redirectUris: callback, isPublic: true, authMethod: "private_key_jwt", jwksUri };
    expect(codesOf(newClientSchema, asPublic)).toEqual({ authMethod: "publicHasNoKey" });
    const exchange = { ...code, redirectUris: callback, isPublic: true, additionalGrantTypes: [TOKEN_EXCHANGE] };
    expect(codesOf(newClientSchema, exchange)).toEqual({ additionalGrantTypes: "exchangeNeedsSecret" });
    expect(codesOf(newClientSchema, { ...own, additionalGrantTypes: [DEVICE_CODE] })).toEqual({
      "additionalGrantTypes.0": "notOffered",
    });
  });

  it("need no callback URL for a device, and one else", () => {
    expect(newClientSchema.parse({ ...code, additionalGrantTypes: DEVICE_CODE })).toMatchObject({ redirectUris: [] });
    expect(codesOf(newClientSchema, { ...code, additionalGrantTypes: [TOKEN_EXCHANGE] })).toEqual({
      redirectUris: "required",
    });
  });

  it("have addresses to go to after signing out by the rules of callback URLs (#16, #17, #24)", () => {
    const given = (postLogoutRedirectUris: unknown) => ({ ...code, redirectUris: callback, postLogoutRedirectUris });
    expect(newClientSchema.parse(given(`${callback}\n\n com.example.app:/out \n`))).toMatchObject({
      postLogoutRedirectUris: [callback, "com.example.app:/out"],
    });
    for (const [bad, problem] of [
      ["javascript:alert(1)", "schemeNotAllowed"],
      [`${callback}\n${callback}#x`, "urlWithFragment"],
      [`${callback}?state=x`, "urlWithAnswerParameter"],
      [Array.from({ length: 21 }, (_, n) => `${callback}/${n}`), "tooManyUrls"],
    ])
      expect(codesOf(newClientSchema, given(bad))).toEqual({ postLogoutRedirectUris: problem });
  });

  it("change in an edit as check boxes say: none, one, several", () => {
    const edit = { id: group, version: 1 };
    for (const [sent, chosen] of [
      ["", []],
      [["", DEVICE_CODE], [DEVICE_CODE]],
      [
        ["", TOKEN_EXCHANGE, DEVICE_CODE],
        [DEVICE_CODE, TOKEN_EXCHANGE],
      ],
    ])
      expect(clientChangesFormSchema.parse({ ...edit, additionalGrantTypes: sent })).toEqual({
        ...edit,
        additionalGrantTypes: chosen,
      });
    expect(clientChangesFormSchema.parse({ ...edit, optionalScopes: ["", "b", "a", "b"] })).toEqual({
      ...edit,
      optionalScopes: ["a", "b"],
    });
    expect(clientChangesFormSchema.parse({ ...edit, requiresDpop: ["false", "true"] })).toEqual({
      ...edit,
      requiresDpop: true,
    });
  });
});

it("takes from one to ninety quiet days for a secret, or none", () => {
  const days = (closesAfterQuietDays: unknown) =>
    secretChangesSchema.safeParse({ id: group, secretId: group, closesAfterQuietDays });
  for (const good of ["1", "90", 14]) expect(days(good).data?.closesAfterQuietDays).toBe(Number(good));
  for (const none of ["", null]) expect(days(none).data).toMatchObject({ closesAfterQuietDays: null });
  for (const bad of ["0", "91", "1.5", "x", undefined]) expect(days(bad).success).toBe(false);
});
