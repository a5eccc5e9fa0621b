import { decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { TOKEN_EXCHANGE } from "@/lib/apis/grant-types";
import { listSigningAlgorithms } from "@/lib/apis/store";
import { adminAudience, openAudience } from "@/lib/apis/system";
import { newCredential } from "@/lib/crypto/credential";
import { minutes, after as plus, seconds } from "@/lib/duration";
import { token } from "@/lib/oauth/token";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { ACCESS_TYPE, codeExchanger, exchanged, exchangeRequest, exchanger } from "@/lib/testing/exchange";
import { signedByUs } from "@/lib/testing/forged";
import { issueAccess, issuePersonal, issueRefresh, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { publishedKeys, tokensFor } from "@/lib/testing/jwt";
import { codeClient, machineClient, ownClient, type TestClient } from "@/lib/testing/oauth";

testDatabase();

let issuer: TestIssuer;
let service: Awaited<ReturnType<typeof exchanger>>;
let personal: string;
let access: string;
beforeAll(async () => {
  issuer = await testIssuer();
  service = await exchanger(issuer);
  personal = (await issuePersonal(issuer)).token;
  access = (await issueAccess(issuer)).token;
});

type Fields = Parameters<typeof exchanged>[2];
const refusalOf = async (fields: Fields = {}, subject = access, client: TestClient = service) =>
  exchanged(client, subject, { resource: issuer.audience, ...fields }).then(
    () => "success",
    (error: Error) => error.name,
  );

describe("a token is exchanged", () => {
  it("for a JWT of five minutes that says who acts for whom, and for no refresh token (#195)", async () => {
    const now = new Date();
    const answer = await exchanged(service, access, { resource: issuer.audience, scope: "stock" }, now);
    expect(answer).toEqual({
      access_token: expect.stringMatching(/^eyJ/),
      token_type: "Bearer",
      expires_in: 300,
      scope: "stock",
      issued_token_type: ACCESS_TYPE,
    });
    const options = { issuer: "http://localhost:3000", audience: issuer.audience, typ: "at+jwt", currentDate: now };
    const { payload, protectedHeader } = await jwtVerify(answer.access_token, await publishedKeys(), options);
    expect(protectedHeader.alg).toBe("ES256");
    expect(payload).toEqual({
      iss: "http://localhost:3000",
      sub: issuer.user.id,
      aud: issuer.audience,
      client_id: service.key,
      scope: "stock",
      iat: Math.floor(now.getTime() / 1000),
      exp: Math.floor(plus(now, minutes(5)).getTime() / 1000),
      jti: expect.any(String),
      act: { sub: service.key },
    });
  });

  it("when it is a personal token too, which no client was given (#195)", async () => {
    const client = await codeExchanger(issuer);
    const answer = await exchanged(client, personal, { audience: issuer.audience });
    expect(answer.scope.split(" ").sort()).toEqual(["labels", "stock"]);
    expect(decodeJwt(answer.access_token)).toMatchObject({ sub: issuer.user.id, act: { sub: client.key } });
  });

  it("when it is a JWT, or a client's own", async () => {
    const jwtOnly = await testIssuer();
    await jwtOnly.db.api.update({
      where: { id: jwtOnly.api.id },
      data: { tokenFormat: "jwt", signingAlgorithm: "EdDSA" },
    });
    const own = await exchanger(jwtOnly, { isApi: false });
    const subject = (await tokensFor(own, { grant_type: "client_credentials", scope: "stock" })).access_token;
    expect(subject).toMatch(/^eyJ/);
    const { access_token } = await exchanged(own, subject);
    expect(decodeProtectedHeader(access_token).alg).toBe("EdDSA");
    expect(decodeJwt(access_token)).toMatchObject({ sub: own.key, client_id: own.key, scope: "stock" });
  });

  it.each(["urn:ietf:params:oauth:token-type:access_token", "urn:ietf:params:oauth:token-type:jwt"])(
    "for what it is asked by the name %s",
    async (type) => {
      const answer = await exchanged(service, access, { resource: issuer.audience, requested_token_type: type });
      expect([answer.issued_token_type, answer.token_type]).toEqual([type, "Bearer"]);
    },
  );

  it("for the one API of the contexts that are asked for, where none is named", async () => {
    const { access_token } = await exchanged(service, personal, { scope: "open:read" });
    expect(decodeJwt(access_token).aud).toBe(openAudience());
  });

  it("for an API that is named in both ways, if it is the same", async () => {
    expect(await refusalOf({ audience: issuer.audience })).toBe("success");
    expect(await refusalOf({ audience: openAudience() }, personal)).toBe("invalid_target");
  });

  it("never for longer than it lives itself (#203)", async () => {
    const now = new Date();
    const { token: short } = await issuePersonal(issuer, { expiresAt: plus(now, seconds(90)) });
    const answer = await exchanged(service, short, { resource: issuer.audience }, now);
    expect(answer.expires_in).toBe(90);
    expect(decodeJwt(answer.access_token).exp).toBe(Math.floor(plus(now, seconds(90)).getTime() / 1000));
    const { token: ending } = await issuePersonal(issuer, { expiresAt: plus(now, 500) });
    await expect(exchanged(service, ending, { resource: issuer.audience }, now)).rejects.toMatchObject({
      name: "invalid_request",
    });
  });

  it("never for longer than its authorization lasts (#203)", async () => {
    const own = await testIssuer();
    const now = new Date();
    const { token: subject, grant } = await issueAccess(own);
    await own.db.grant.update({ where: { id: grant.id }, data: { expiresAt: plus(now, seconds(30)) } });
    expect((await exchanged(await exchanger(own), subject, { resource: own.audience }, now)).expires_in).toBe(30);
  });
});

describe("invalid_request", () => {
  it.each<[string, Fields]>([
    ["no subject token (#196)", { subject_token: undefined }],
    ["no type of it (#196)", { subject_token_type: undefined }],
    ["an actor token without its type (#196)", { actor_token: "x" }],
    ["the type of an actor token without one (#197)", { actor_token_type: ACCESS_TYPE }],
    ["an actor token at all", { actor_token: "x", actor_token_type: ACCESS_TYPE }],
    ["a refresh token to be given", { requested_token_type: "urn:ietf:params:oauth:token-type:refresh_token" }],
    ["an ID token to be given", { requested_token_type: "urn:ietf:params:oauth:token-type:id_token" }],
    ["a type that is no access token's (#199)", { subject_token_type: "urn:ietf:params:oauth:token-type:id_token" }],
    ["a type that is none (#199)", { subject_token_type: "access_token" }],
    ["two subject tokens", { subject_token: ["a", "b"] }],
  ])("for %s", async (_name, fields) => {
    expect(await refusalOf(fields)).toBe("invalid_request");
  });

  it.each<[string, () => Promise<string>]>([
    ["nonsense (#198)", async () => "nonsense"],
    ["a token that was never issued (#198)", async () => newCredential("access").reveal()],
    ["another issuer's JWT (#198)", async () => signedByUs({ iss: "https://evil.example", iat: 1, exp: 2 ** 33 })],
    ["an ended one (#198)", async () => (await issuePersonal(issuer, { expiresAt: plus(new Date(), -1) })).token],
    ["a refresh token called an access token (#199)", async () => (await issueRefresh(issuer)).token],
    [
      "a revoked one (#198)",
      async () => {
        const { token: subject, id } = await issuePersonal(issuer);
        await issuer.db.personalToken.update({ where: { id }, data: { revokedAt: new Date() } });
        return subject;
      },
    ],
    ["a token of another company (#202)", async () => (await issuePersonal(await testIssuer())).token],
    [
      "one that was exchanged itself, however it is asked for (#206)",
      async () => (await exchanged(service, access, { resource: issuer.audience })).access_token,
    ],
    [
      "a JWT with fifty actors in each other (#206)",
      async () => {
        let act: object = { sub: "x" };
        for (let depth = 0; depth < 50; depth++) act = { sub: "x", act };
        const times = { iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 300 };
        return signedByUs({ ...times, act, sub: issuer.user.id, aud: issuer.audience, jti: "x" });
      },
    ],
  ])("for %s", async (_name, subject) => {
    expect(await refusalOf({}, await subject())).toBe("invalid_request");
  });

  it("for a token that is bound to a key, without its proof (#205)", async () => {
    const { token: subject, id } = await issueAccess(issuer);
    await issuer.db.accessToken.update({ where: { id }, data: { dpopJkt: "x".repeat(43) } });
    expect(await refusalOf({}, subject)).toBe("invalid_request");
  });
});

describe("invalid_target", () => {
  it.each<[string, () => Fields]>([
    ["an API of nobody (#200)", () => ({ resource: "https://nobody.example" })],
    ["the admin API (#200)", () => ({ resource: adminAudience() })],
    ["two APIs", () => ({ resource: [openAudience(), issuer.audience] })],
    ["an API of which the token has no context (#200)", () => ({ resource: openAudience() })],
  ])("for %s", async (_name, fields) => {
    expect(await refusalOf(fields())).toBe("invalid_target");
  });

  it("for an API of another company (#200)", async () => {
    expect(await refusalOf({ resource: (await testIssuer()).audience }, personal)).toBe("invalid_target");
  });

  it("for contexts of several APIs and none named", async () => {
    expect(await refusalOf({ resource: undefined }, personal)).toBe("invalid_target");
  });
});

describe("invalid_scope", () => {
  it("for a context beyond the token's (#201)", async () => {
    const { token: subject } = await issuePersonal(issuer, { scopes: ["stock"] });
    expect(await refusalOf({ scope: "stock labels" }, subject)).toBe("invalid_scope");
    expect(await refusalOf({ scope: "stock" }, subject)).toBe("success");
  });

  it("for a context beyond the client's group (#201)", async () => {
    const own = await testIssuer();
    const client = await exchanger(own);
    const subject = (await issuePersonal(own)).token;
    const labels = await own.db.scope.findFirstOrThrow({ where: { apiId: own.api.id, key: "labels" } });
    await own.db.permissionGroupScope.deleteMany({ where: { groupId: own.group.id, scopeId: labels.id } });
    const asked = { resource: own.audience };
    await expect(exchanged(client, subject, { ...asked, scope: "labels" })).rejects.toMatchObject({
      name: "invalid_scope",
    });
    expect((await exchanged(client, subject, asked)).scope).toBe("stock");
  });

  it("for a context of the admin API, whatever the group's rows say", async () => {
    const own = await testIssuer();
    const client = await exchanger(own);
    const admin = await own.db.scope.findFirstOrThrow({ where: { key: "postern:tokens:read" } });
    await own.db.permissionGroupScope.create({ data: { groupId: own.group.id, scopeId: admin.id } });
    const subject = (await issuePersonal(own, { scopes: [admin.key, "stock"] })).token;
    await expect(exchanged(client, subject, { scope: admin.key })).rejects.toMatchObject({ name: "invalid_scope" });
    expect((await exchanged(client, subject)).scope).toBe("stock");
  });

  it.each(['a"b', "unknown"])("for %j", async (scope) => {
    expect(await refusalOf({ scope })).toBe("invalid_scope");
  });
});

describe("unauthorized_client", () => {
  it("for a client that exchanging was not opened to (#202)", async () => {
    expect(await refusalOf({}, access, ownClient(issuer))).toBe("unauthorized_client");
  });

  it("for a public client, whatever was opened to it (#202)", async () => {
    const app = await codeClient(issuer, { isPublic: true });
    await issuer.db.client.update({ where: { id: app.id }, data: { additionalGrantTypes: [TOKEN_EXCHANGE] } });
    expect(await refusalOf({}, access, app)).toBe("unauthorized_client");
  });

  it("for an access token of another client, unless the client is the API that it is for (#202)", async () => {
    expect(await refusalOf({}, access, await codeExchanger(issuer))).toBe("unauthorized_client");
    expect(await refusalOf({}, access, await exchanger(issuer, { isApi: false }))).toBe("unauthorized_client");
    const open = (await issueAccess(issuer, { scopes: ["open:read"], audience: [openAudience()] })).token;
    expect(await refusalOf({ resource: openAudience() }, open)).toBe("unauthorized_client");
    const own = ownClient(issuer);
    await issuer.db.client.update({ where: { id: own.id }, data: { additionalGrantTypes: [TOKEN_EXCHANGE] } });
    expect(await refusalOf({}, access, own)).toBe("success");
    await issuer.db.client.update({ where: { id: own.id }, data: { additionalGrantTypes: [] } });
  });

  it("for a client whose own access was withdrawn", async () => {
    const withdrawn = await exchanger(issuer);
    await issuer.db.grant.update({ where: { id: withdrawn.grant.id }, data: { revokedAt: new Date() } });
    expect(await refusalOf({}, access, withdrawn)).toBe("unauthorized_client");
  });
});

it("is for who proves who it is (#202)", async () => {
  const request = exchangeRequest({ ...service, secret: "wrong" }, access);
  await expect(token(await testContext(), request)).rejects.toMatchObject({ name: "invalid_client" });
});

it("keeps the keys of a company's APIs renewed once one of its clients exchanges, also where they want opaque tokens", async () => {
  const own = await testIssuer();
  await own.db.api.update({ where: { id: own.api.id }, data: { signingAlgorithm: "RS256" } });
  expect(await listSigningAlgorithms(own.db)).not.toContain("RS256");
  const client = await exchanger(own);
  expect(await listSigningAlgorithms(own.db)).toContain("RS256");
  await own.db.client.update({ where: { id: client.id }, data: { removedAt: new Date() } });
  expect(await listSigningAlgorithms(own.db)).not.toContain("RS256");
  expect((await machineClient(own)).id).not.toBe(client.id);
});
