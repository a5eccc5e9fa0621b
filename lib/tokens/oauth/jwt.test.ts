import { jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { hashOf } from "@/lib/crypto/hash";
import { minutes, after as plus, seconds } from "@/lib/duration";
import { introspect } from "@/lib/oauth/introspect";
import { revoke } from "@/lib/oauth/revoke";
import { token as tokenEndpoint } from "@/lib/oauth/token";
import { testContext } from "@/lib/testing/context";
import { isServer, testDatabase } from "@/lib/testing/database";
import { partsOf } from "@/lib/testing/forged";
import { jwtIssuer, publishedKeys, tokensFor } from "@/lib/testing/jwt";
import { codeClient, formRequest, issueCode, machineClient, ownClient, type TestClient } from "@/lib/testing/oauth";
import { verifyCredential } from "@/lib/verify/verify";
import { isJwtForm } from "./jwt";

const opened = testDatabase();

const ISSUER = "http://localhost:3000";
const judged = async (token: string, audience: string) =>
  jwtVerify(token, await publishedKeys(), { issuer: ISSUER, audience, typ: "at+jwt", requiredClaims: ["jti", "sub"] });
const verdictOf = async (token: string) => verifyCredential(await testContext(), { scheme: "bearer", token });
const ofCode = ({ code, verifier }: { code: string; verifier: string }) => ({
  grant_type: "authorization_code",
  code,
  code_verifier: verifier,
});

describe("an API that wants JWTs", () => {
  it.each(["ES256", "EdDSA", "RS256"] as const)("gets what RFC 9068 says, signed by %s (#346)", async (algorithm) => {
    const issuer = await jwtIssuer(algorithm);
    const client = await machineClient(issuer);
    const fields = { grant_type: "client_credentials", scope: "stock labels" };
    const { access_token, scope, expires_in } = await tokensFor(client, fields);
    const { protectedHeader, payload } = await judged(access_token, issuer.audience);
    expect(protectedHeader).toEqual({ alg: algorithm, typ: "at+jwt", kid: expect.stringMatching(/^[\w-]{43}$/) });
    expect(payload).toEqual({
      iss: ISSUER,
      sub: client.key,
      aud: issuer.audience,
      client_id: client.key,
      scope,
      iat: expect.any(Number),
      exp: Number(payload.iat) + expires_in,
      jti: expect.any(String),
    });
    expect(await verdictOf(access_token)).toMatchObject({ active: true, tokenId: payload.jti, kind: "access" });
  });

  it("gets the person as its subject, in the first token and in those that follow (#346)", async () => {
    const issuer = await jwtIssuer();
    const client = ownClient(issuer);
    const first = await tokensFor(client, ofCode(await issueCode(issuer)));
    const next = await tokensFor(client, {
      grant_type: "refresh_token",
      refresh_token: first.refresh_token,
      scope: "stock",
    });
    const subjects = [];
    for (const { access_token, scope } of [first, next]) {
      const { payload } = await judged(access_token, issuer.audience);
      subjects.push([payload.sub, payload.client_id, payload.scope === scope]);
      expect(await verdictOf(access_token)).toMatchObject({ active: true, subject: { id: issuer.user.id } });
    }
    expect(subjects).toEqual(Array(2).fill([issuer.user.id, client.key, true]));
    expect(next.scope).toBe("stock");
    expect(first.refresh_token).toMatch(/^pst_rt_/);
  });

  it("gets one if it is the only one that is named, and nobody gets one for two APIs", async () => {
    const issuer = await jwtIssuer();
    const client = await machineClient(issuer);
    const ask = async (fields: Record<string, string>) =>
      (await tokensFor(client, { grant_type: "client_credentials", ...fields })).access_token;
    expect(isJwtForm(await ask({ resource: issuer.audience }))).toBe(true);
    expect(await ask({})).toMatch(/^pst_at_/);
    expect(await ask({ resource: openAudience() })).toMatch(/^pst_at_/);
    const scopes = ["stock", "open:read"];
    const both = await tokensFor(ownClient(issuer), ofCode(await issueCode(issuer, { scopes })));
    expect(both.access_token).toMatch(/^pst_at_/);
    const narrower = { grant_type: "refresh_token", refresh_token: both.refresh_token, resource: issuer.audience };
    const { access_token } = await tokensFor(ownClient(issuer), narrower);
    expect((await judged(access_token, issuer.audience)).payload.scope).toBe("stock");
  });

  it("gets nothing where an opaque token would not be given: wrong verifier, used code, other client", async () => {
    const issuer = await jwtIssuer();
    const client = ownClient(issuer);
    const code = await issueCode(issuer);
    const refused = expect.objectContaining({ name: "invalid_grant" });
    await expect(tokensFor(client, { ...ofCode(code), code_verifier: "x".repeat(43) })).rejects.toEqual(refused);
    await expect(tokensFor(await codeClient(issuer), ofCode(code))).rejects.toEqual(refused);
    const { access_token } = await tokensFor(client, ofCode(code));
    await expect(tokensFor(client, ofCode(code))).rejects.toEqual(refused);
    expect(await verdictOf(access_token)).toEqual({ active: false, reason: "revoked" });
  });

  it("gets a refusal rather than a token that no header would hold", async () => {
    const issuer = await jwtIssuer();
    const client = await machineClient(issuer);
    const { db, api, group } = issuer;
    const texts = { en: "x", fr: "x", "pt-BR": "x", ru: "x", es: "x" };
    const rows = Array.from({ length: 60 }, (_, index) => ({
      apiId: api.id,
      key: `${"long-".repeat(20)}${index}`,
      level: "read",
      names: texts,
      descriptions: texts,
    }));
    const made = await db.scope.createManyAndReturn({ data: rows, select: { id: true } });
    await db.permissionGroupScope.createMany({ data: made.map(({ id }) => ({ groupId: group.id, scopeId: id })) });
    const fields = { grant_type: "client_credentials", resource: issuer.audience };
    await expect(tokensFor(client, fields)).rejects.toMatchObject({ name: "invalid_scope" });
    expect(isJwtForm((await tokensFor(client, { ...fields, scope: "stock" })).access_token)).toBe(true);
  });
});

it("is stored as a keyed hash of the whole, so that a copy of the database can be presented to nobody", async () => {
  const issuer = await jwtIssuer();
  const { access_token } = await tokensFor(ownClient(issuer), ofCode(await issueCode(issuer)));
  const { jti: id } = partsOf(access_token).claims as { jti: string };
  const row = await issuer.db.accessToken.findUniqueOrThrow({ where: { id }, select: { tokenHash: true } });
  expect(Buffer.from(row.tokenHash)).toEqual(hashOf(access_token));
});

describe("a refresh token of it", () => {
  it("gives the same bytes again within its window, to any number at once, in one lineage", async () => {
    const issuer = await jwtIssuer();
    const client = ownClient(issuer);
    const { refresh_token } = await tokensFor(client, ofCode(await issueCode(issuer)));
    const fields = { grant_type: "refresh_token", refresh_token };
    const answers = await Promise.all(
      Array.from({ length: isServer() ? 50 : 8 }, async () => {
        const response = await tokenEndpoint(await testContext(), formRequest("/oauth/token", fields, client));
        return response.text();
      }),
    );
    expect(new Set(answers).size).toBe(1);
    const { access_token } = JSON.parse(answers[0] ?? "") as { access_token: string };
    await judged(access_token, issuer.audience);
    const { grantId } = await issuer.db.accessToken.findUniqueOrThrow({
      where: { id: String(partsOf(access_token).claims.jti) },
    });
    expect(await issuer.db.accessToken.count({ where: { grantId } })).toBe(2);
  });

  it("gives one of many redemptions of a code its tokens, which the others then end", async () => {
    const issuer = await jwtIssuer();
    const code = await issueCode(issuer);
    const all = await Promise.allSettled(
      Array.from({ length: isServer() ? 50 : 8 }, () => tokensFor(ownClient(issuer), ofCode(code))),
    );
    const given = all.flatMap((one) => (one.status === "fulfilled" ? [one.value.access_token] : []));
    expect(given).toHaveLength(1);
    expect(await verdictOf(given[0] ?? "")).toEqual({ active: false, reason: "revoked" });
  });
});

it("says what was stored, also where what it stands on changes while it is signed", async () => {
  const issuer = await jwtIssuer();
  const { db, company, module } = issuer;
  const { pool } = opened();
  const query = pool.query;
  let foreseen = 0;
  pool.query = (async (config: { name?: string }, ...rest: unknown[]) => {
    const result = await (query as (...all: unknown[]) => Promise<unknown>).call(pool, config, ...rest);
    if (config.name === "token_foresee_code" && ++foreseen === 1)
      await db.companyModule.deleteMany({ where: { companyId: company.id, moduleId: module.id } });
    return result;
  }) as typeof query;
  const { access_token, scope } = await tokensFor(ownClient(issuer), ofCode(await issueCode(issuer))).finally(() => {
    pool.query = query;
  });
  const { payload } = await judged(access_token, issuer.audience);
  const row = await db.accessToken.findUniqueOrThrow({ where: { id: String(payload.jti) } });
  expect([payload.scope, scope, row.scopes, foreseen]).toEqual(["stock", "stock", ["stock"], 2]);
});

describe("revocation and introspection", () => {
  const send = async (path: "revoke" | "introspect", token: string, client: TestClient) => {
    const request = formRequest(`/oauth/${path}`, { token }, client);
    return (path === "revoke" ? revoke : introspect)(await testContext(), request);
  };
  const seen = async (token: string, client: TestClient) =>
    (await (await send("introspect", token, client)).json()) as Record<string, unknown>;

  it("ends it at its client's request, everywhere at once (#259, #247)", async () => {
    const issuer = await jwtIssuer();
    const client = ownClient(issuer);
    const { access_token } = await tokensFor(client, ofCode(await issueCode(issuer)));
    expect((await send("revoke", access_token, await codeClient(issuer))).status).toBe(200);
    expect(await verdictOf(access_token)).toMatchObject({ active: true });
    expect((await send("revoke", access_token, client)).status).toBe(200);
    expect(await verdictOf(access_token)).toEqual({ active: false, reason: "revoked" });
    expect(await seen(access_token, client)).toEqual({ active: false });
    const { jti } = partsOf(access_token).claims;
    expect(await issuer.db.auditEvent.count({ where: { targetId: String(jti) } })).toBe(1);
  });

  it("tells its API what the token says itself (#261)", async () => {
    const issuer = await jwtIssuer();
    const api = await codeClient(issuer, { isApi: true });
    const { access_token } = await tokensFor(ownClient(issuer), ofCode(await issueCode(issuer)));
    const { claims } = partsOf(access_token);
    expect(await seen(access_token, api)).toEqual({
      ...claims,
      active: true,
      token_type: "Bearer",
      username: "Sample Person",
    });
  });

  it("is inactive for a JWT that is no access token of ours, and for ours once it ended (#274, #276)", async () => {
    const issuer = await jwtIssuer();
    const client = ownClient(issuer);
    const hourAgo = plus(new Date(), -minutes(60) - seconds(1));
    const code = await issueCode(issuer, { now: hourAgo });
    const { access_token: ended } = await tokensFor(client, ofCode(code), hourAgo);
    const { access_token } = await tokensFor(client, ofCode(await issueCode(issuer)));
    const session = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2lnbmF0dXJl";
    for (const token of [ended, session, access_token.slice(0, 80), `${access_token}A`, access_token.toLowerCase()])
      expect(await seen(token, client)).toEqual({ active: false });
    expect(await seen(access_token, client)).toMatchObject({ active: true });
  });
});
