import { randomUUID } from "node:crypto";
import { exportSPKI } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { ASSERTION_ALGORITHMS } from "@/lib/clients/jwk-set";
import { issuerUrl } from "@/lib/env";
import {
  ASSERTION_TYPE,
  assertionFor,
  keyClient,
  keyPair,
  register,
  shown,
  type TestKey,
} from "@/lib/testing/assertion";
import { testDatabase } from "@/lib/testing/database";
import { withHeader } from "@/lib/testing/forged";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { codeClient, formRequest, machineClient, outcomeOf, type TestClient } from "@/lib/testing/oauth";
import * as introspect from "../introspect/route";
import * as par from "../par/route";
import * as revoke from "../revoke/route";
import { POST } from "./route";

testDatabase();

const PATH = "/oauth/token";
const MACHINE = { grant_type: "client_credentials" };
const REFUSED = [401, "invalid_client"];

let issuer: TestIssuer;
let key: TestKey;
let client: TestClient;
beforeAll(async () => {
  issuer = await testIssuer();
  key = await keyPair();
  client = await keyClient(issuer, key);
});

let peers = 0;
/** From an address of its own, so that the failures before it do not count. */
const send = (fields: Record<string, string>, as: TestClient | null = null, path = PATH, post = POST) => {
  const request = formRequest(path, fields, as);
  request.headers.set("x-postern-peer", `198.51.100.${(peers++ % 250) + 1}`);
  return post(request);
};
const call = (assertion: string, more: Record<string, string> = {}) =>
  send({ ...MACHINE, ...shown(assertion), ...more });
const outcome = async (assertion: string, more?: Record<string, string>) => outcomeOf(await call(assertion, more));
const soon = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

describe("200", () => {
  it("for an assertion whose audience is the issuer, with and without client_id (#119)", async () => {
    expect((await call(await assertionFor(key, client))).status).toBe(200);
    expect((await call(await assertionFor(key, client), { client_id: client.key })).status).toBe(200);
  });

  it.each(ASSERTION_ALGORITHMS)("for a key of each algorithm that the metadata names: %s", async (alg) => {
    const own = await keyPair(alg);
    const other = await keyClient(issuer, own);
    expect((await call(await assertionFor(own, other))).status).toBe(200);
  });

  it.each(["JWT", "client-authentication+jwt"])("for the type %s in the header", async (typ) => {
    expect((await call(await assertionFor(key, client, { header: { typ } }))).status).toBe(200);
  });

  it("for nbf and iat up to a minute ahead (#124)", async () => {
    const claims = { nbf: soon(8), iat: soon(8) };
    expect((await call(await assertionFor(key, client, { claims }))).status).toBe(200);
    expect((await call(await assertionFor(key, client, { claims: { nbf: undefined, iat: undefined } }))).status).toBe(
      200,
    );
  });

  it("for one key of several by its name", async () => {
    const keys = [await keyPair(), await keyPair(), await keyPair("EdDSA")];
    const several = await keyClient(issuer, key);
    await register(issuer, several, { keys: keys.map(({ jwk }) => jwk) });
    for (const one of keys) expect((await call(await assertionFor(one, several))).status).toBe(200);
    const nameless = { ...keys[0], jwk: { ...keys[0]?.jwk, kid: "" } } as TestKey;
    expect(await outcome(await assertionFor(nameless, several))).toEqual(REFUSED);
  });

  it("at every endpoint that a client authenticates at", async () => {
    const token = "pst_at_none";
    const of = async () => shown(await assertionFor(key, client));
    expect((await send({ token, ...(await of()) }, null, "/oauth/revoke", revoke.POST)).status).toBe(200);
    expect((await send({ token, ...(await of()) }, null, "/oauth/introspect", introspect.POST)).status).toBe(200);
    // A client that acts for itself has nothing to push: it is known, and told so.
    const pushed = await send({ response_type: "code", ...(await of()) }, null, "/oauth/par", par.POST);
    expect(await outcomeOf(pushed)).toEqual([400, "unauthorized_client"]);
    for (const [path, post] of [
      ["/oauth/revoke", revoke.POST],
      ["/oauth/introspect", introspect.POST],
      ["/oauth/par", par.POST],
    ] as const)
      expect(
        await outcomeOf(await send({ token, ...shown(`${(await of()).client_assertion}x`) }, null, path, post)),
      ).toEqual(REFUSED);
  });

  it("for the client's new key once it replaced the old one, which is refused at once (#559)", async () => {
    const [before, now] = [await keyPair(), await keyPair()];
    const rotating = await keyClient(issuer, before);
    expect((await call(await assertionFor(before, rotating))).status).toBe(200);
    await register(issuer, rotating, { keys: [now.jwk] });
    expect((await call(await assertionFor(now, rotating))).status).toBe(200);
    expect(await outcome(await assertionFor(before, rotating))).toEqual(REFUSED);
  });
});

describe("401", () => {
  it.each([
    ["no issuer", { iss: undefined }],
    ["no subject (#121)", { sub: undefined }],
    ["another issuer than subject (#126)", { iss: "somebody" }],
    ["another audience (#121)", { aud: "https://other.example" }],
    ["no audience", { aud: undefined }],
    ["a list as audience (#122)", { aud: [issuerUrl(), "https://other.example"] }],
    ["a list of the issuer alone (#122)", { aud: [issuerUrl()] }],
    ["the token endpoint as audience (#122)", { aud: `${issuerUrl()}/oauth/token` }],
    ["the PAR endpoint as audience (#122)", { aud: `${issuerUrl()}/oauth/par` }],
    ["the issuer with a slash", { aud: `${issuerUrl()}/` }],
    ["no end", { exp: undefined }],
    ["an end in text", { exp: "tomorrow" }],
    ["no id (#121)", { jti: undefined }],
    ["an empty id", { jti: "" }],
    ["iat in text", { iat: "now" }],
  ])("for %s", async (_what, claims) => {
    expect(await outcome(await assertionFor(key, client, { claims }))).toEqual(REFUSED);
  });

  it.each([
    ["an end five minutes ago (#121)", "exp", -300],
    ["an end that is over ten minutes ahead", "exp", 660],
    ["nbf over 60 s ahead (#124)", "nbf", 90],
    ["iat over 60 s ahead (#124)", "iat", 90],
  ])("for %s", async (_what, claim, ahead) => {
    expect(await outcome(await assertionFor(key, client, { claims: { [claim]: soon(ahead) } }))).toEqual(REFUSED);
  });

  it.each([
    ["no algorithm (#120)", { alg: "none" }],
    ["a critical extension (#120)", { crit: ["x"], x: 1 }],
    ["an unencoded payload", { crit: ["b64"], b64: false }],
    ["a member that is not known (#120)", { cty: "JWT" }],
    ["a key of the sender's own", { jwk: { kty: "EC" } }],
    ["an address of keys", { jku: "https://evil.example/keys" }],
    ["a certificate", { x5c: ["AA"] }],
    ["an unknown key (#126)", { kid: "unknown" }],
    ["a number for a key", { kid: 1 }],
    ["the type of an access token", { typ: "at+jwt" }],
    ["the type of a proof", { typ: "dpop+jwt" }],
    ["another algorithm", { alg: "ES384" }],
  ])("for a header with %s", async (_what, header) => {
    expect(await outcome(withHeader(await assertionFor(key, client), header))).toEqual(REFUSED);
  });

  it("for a secret made of the public key (#120)", async () => {
    const rsa = await keyPair("RS256");
    const own = await keyClient(issuer, rsa);
    const { publicKey } = await crypto.subtle
      .importKey("jwk", { ...rsa.jwk, ext: true } as JsonWebKey, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, true, [
        "verify",
      ])
      .then((publicKey) => ({ publicKey }));
    const secret = new TextEncoder().encode(await exportSPKI(publicKey));
    expect(await outcome(await assertionFor(rsa, own, { header: { alg: "HS256" }, key: secret }))).toEqual(REFUSED);
  });

  it("for an algorithm that is not listed, or that the key was not registered for (#125)", async () => {
    const rsa = await keyPair("RS512");
    const own = await keyClient(issuer, rsa);
    expect(await outcome(await assertionFor(rsa, own))).toEqual(REFUSED);
    const plain = await keyPair("RS256");
    await register(issuer, own, { keys: [{ ...plain.jwk, alg: "PS256" }] });
    expect(await outcome(await assertionFor(plain, own))).toEqual(REFUSED);
  });

  it("for another client's key, a key that is none of any, and a signature that is cut (#126)", async () => {
    const other = await keyPair();
    await keyClient(issuer, other);
    expect(await outcome(await assertionFor(other, client))).toEqual(REFUSED);
    const stranger = { ...(await keyPair()), jwk: key.jwk };
    expect(await outcome(await assertionFor(stranger, client))).toEqual(REFUSED);
    expect(await outcome((await assertionFor(key, client)).slice(0, -4))).toEqual(REFUSED);
  });

  it.each(["x", "a.b", "a.b.c", "..", "e30.e30.", "x".repeat(9000)])("for what is no JWT: %s", async (text) => {
    expect(await outcome(text, { client_id: client.key })).toEqual(REFUSED);
  });

  it("for the same assertion again, whoever sends it where (#123)", async () => {
    const assertion = await assertionFor(key, client);
    expect((await call(assertion)).status).toBe(200);
    expect(await outcome(assertion)).toEqual(REFUSED);
    const again = await send({ token: "x", ...shown(assertion) }, null, "/oauth/revoke", revoke.POST);
    expect(await outcomeOf(again)).toEqual(REFUSED);
  });

  it("for an id that another client may have used as well, never (#123)", async () => {
    const other = await keyPair();
    const second = await keyClient(issuer, other);
    const claims = { jti: randomUUID() };
    expect((await call(await assertionFor(key, client, { claims }))).status).toBe(200);
    expect((await call(await assertionFor(other, second, { claims }))).status).toBe(200);
  });

  it("for an id that only a wrong signature used before, never: nobody spends another's ids (#123)", async () => {
    const claims = { jti: randomUUID() };
    const stranger = { ...(await keyPair()), jwk: key.jwk };
    expect(await outcome(await assertionFor(stranger, client, { claims }))).toEqual(REFUSED);
    expect((await call(await assertionFor(key, client, { claims }))).status).toBe(200);
  });

  it("for each client by another method than its own", async () => {
    const withSecret = await machineClient(issuer);
    expect(await outcome(await assertionFor(key, withSecret))).toEqual(REFUSED);
    // Its secret of before is worth nothing while it is registered with a key.
    await register(issuer, withSecret, { keys: [key.jwk] });
    expect(await outcomeOf(await send(MACHINE, withSecret))).toEqual(REFUSED);
    expect(await outcomeOf(await send({ ...MACHINE, client_id: client.key }))).toEqual(REFUSED);
    const open = await codeClient(issuer, { isPublic: true });
    expect(await outcome(await assertionFor(key, open))).toEqual(REFUSED);
    expect(await outcome(await assertionFor(key, { key: "nobody" }))).toEqual(REFUSED);
  });

  it("for keys that lie at an address, as long as nothing fetches them", async () => {
    const away = await keyClient(issuer, key);
    const data = { jwksUri: "https://client.example/keys", jwks: undefined };
    await issuer.db
      .$executeRaw`UPDATE "Client" SET "jwks" = NULL, "jwksUri" = ${data.jwksUri} WHERE "key" = ${away.key}`;
    expect(await outcome(await assertionFor(key, away))).toEqual(REFUSED);
  });

  it("for a disabled client, without spending its assertion (#115)", async () => {
    const own = await keyClient(issuer, key);
    const assertion = await assertionFor(key, own);
    await issuer.db.client.update({ where: { id: own.id }, data: { disabledAt: new Date() } });
    expect(await outcome(assertion)).toEqual(REFUSED);
    await issuer.db.client.update({ where: { id: own.id }, data: { disabledAt: null } });
    expect((await call(assertion)).status).toBe(200);
  });
});

describe("400", () => {
  const BAD = [400, "invalid_request"];

  it("for an assertion without its type, with another, or a type alone (#127)", async () => {
    const client_assertion = await assertionFor(key, client);
    for (const fields of [
      { client_assertion },
      { client_assertion, client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:saml2-bearer" },
      { client_assertion_type: ASSERTION_TYPE, client_id: client.key },
    ])
      expect(await outcomeOf(await send({ ...MACHINE, ...fields }))).toEqual(BAD);
  });

  it("for an assertion with a secret, in the body or in the header (#127)", async () => {
    const assertion = await assertionFor(key, client);
    expect(await outcome(assertion, { client_secret: "x" })).toEqual(BAD);
    const both = { ...MACHINE, ...shown(assertion) };
    expect(await outcomeOf(await send(both, { ...client, secret: "x" }))).toEqual(BAD);
    // None of that spent it.
    expect((await call(assertion)).status).toBe(200);
  });

  it("for an assertion about another client than the body names", async () => {
    expect(await outcome(await assertionFor(key, client), { client_id: "another" })).toEqual(BAD);
  });
});

it("lets a client in only after an administrator did", async () => {
  const waiting = await machineClient(issuer);
  await issuer.db.client.update({ where: { id: waiting.id }, data: { awaitsApprovalSince: new Date() } });
  expect((await send(MACHINE, waiting)).status).toBe(403);
  expect(await outcomeOf(await send(MACHINE, { ...waiting, secret: "wrong" }))).toEqual(REFUSED);
});
