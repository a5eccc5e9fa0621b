import { createHash } from "node:crypto";
import { decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { identityAudience } from "@/lib/apis/identity";
import { hours, minutes, after as plus } from "@/lib/duration";
import { introspect } from "@/lib/oauth/introspect";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { partsOf, signedByUs } from "@/lib/testing/forged";
import { publishedKeys, publishedSet, tokensFor } from "@/lib/testing/jwt";
import { bodyOf, codeClient, formRequest, machineClient, ownClient } from "@/lib/testing/oauth";
import { signInIssuer, signInTo } from "@/lib/testing/sign-in";
import { scopesAt, verifyCredential } from "@/lib/verify/verify";
import { readHint } from "./id-token";

testDatabase();

const ISSUER = "http://localhost:3000";
const judged = async (token = "", audience = "", currentDate = new Date()) =>
  jwtVerify(token, await publishedKeys(), { issuer: ISSUER, audience, typ: "JWT", currentDate });
const verdictOf = async (token: string) => verifyCredential(await testContext(), { scheme: "bearer", token });

describe("an ID token", () => {
  it.each([
    ["RS256", "sha256"],
    ["ES256", "sha256"],
    ["EdDSA", "sha512"],
  ] as const)("says who signed in, when and how, signed by %s with a published key (#544)", async (alg, hash) => {
    const issuer = await signInIssuer(alg);
    const authenticatedAt = plus(new Date(), -minutes(3));
    const scopes = ["openid", "profile", "email", "stock"];
    const { id_token, access_token } = await signInTo(issuer, { scopes, nonce: "n-1", authenticatedAt });
    const { protectedHeader, payload } = await judged(id_token, issuer.client.key);
    expect(protectedHeader).toEqual({ alg, typ: "JWT", kid: expect.stringMatching(/^[\w-]{43}$/) });
    const digest = createHash(hash).update(access_token).digest();
    expect(payload).toEqual({
      iss: ISSUER,
      sub: issuer.user.id,
      aud: issuer.client.key,
      exp: Number(payload.iat) + 600,
      iat: expect.any(Number),
      auth_time: Math.floor(authenticatedAt.getTime() / 1000),
      nonce: "n-1",
      acr: "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
      amr: ["pwd"],
      at_hash: digest.subarray(0, digest.length / 2).toString("base64url"),
    });
  });

  it("holds no nonce where none was sent, and every other one whole (#546)", async () => {
    const issuer = await signInIssuer();
    for (const nonce of [undefined, "n".repeat(64), `${"n".repeat(382)}é"`]) {
      const { id_token } = await signInTo(issuer, nonce === undefined ? {} : { nonce });
      expect((await judged(id_token, issuer.client.key)).payload.nonce).toBe(nonce);
    }
  });

  it("is given for openid alone, while it is allowed, and once: a refresh brings none", async () => {
    const issuer = await signInIssuer();
    expect(await signInTo(issuer, { scopes: ["profile", "stock"] })).not.toHaveProperty("id_token");
    const { id_token, refresh_token } = await signInTo(issuer, { scopes: ["openid", "stock"] });
    expect(id_token).toBeDefined();
    expect(await tokensFor(ownClient(issuer), { grant_type: "refresh_token", refresh_token })).not.toHaveProperty(
      "id_token",
    );
    await issuer.db.grant.updateMany({ where: { clientId: issuer.client.id }, data: { scopes: ["stock"] } });
    const late = await signInTo(issuer, { scopes: ["openid", "stock"] });
    expect([late.scope, late.id_token]).toEqual(["stock", undefined]);
  });

  it("comes with a token for one API too, which then tells nobody who the person is (RFC 8707 §2.2)", async () => {
    const issuer = await signInIssuer();
    const options = { scopes: ["openid", "stock"], audience: [issuer.audience, identityAudience()] };
    const { id_token, scope, access_token } = await signInTo(issuer, {
      ...options,
      fields: { resource: issuer.audience },
    });
    expect(scope).toBe("stock");
    expect((await judged(id_token, issuer.client.key)).payload.sub).toBe(issuer.user.id);
    expect(await verdictOf(access_token)).toMatchObject({ active: true, audience: [issuer.audience] });
    expect((await signInTo(issuer, options)).scope).toBe("openid stock");
  });

  it("opens nothing: it is no access token, and nothing is told of it (#352, #274)", async () => {
    const issuer = await signInIssuer();
    const { id_token = "" } = await signInTo(issuer);
    expect(await verdictOf(id_token)).toEqual({ active: false, reason: "malformed" });
    const asked = formRequest("/oauth/introspect", { token: id_token }, ownClient(issuer));
    expect(await bodyOf(await introspect(await testContext(), asked))).toEqual({ active: false });
  });

  it("is signed by a key that is published before the first one is asked for", async () => {
    await signInIssuer("EdDSA");
    const { keys } = await publishedSet(plus(new Date(), minutes(2)));
    expect(keys.map(({ alg }) => alg)).toContain("EdDSA");
  });
});

describe("an access token of a sign-in", () => {
  it("is a JWT for its API and for userinfo where the API wants JWTs, and each is told of its own (#346)", async () => {
    const issuer = await signInIssuer();
    await issuer.db.api.update({ where: { id: issuer.api.id }, data: { tokenFormat: "jwt" } });
    const { access_token } = await signInTo(issuer, { scopes: ["openid", "stock"] });
    expect(decodeProtectedHeader(access_token)).toMatchObject({ typ: "at+jwt" });
    const aud = partsOf(access_token).claims.aud as string[];
    expect([...aud].sort()).toEqual([identityAudience(), issuer.audience].sort());
    const verdict = await verdictOf(access_token);
    if (!verdict.active) throw new Error(verdict.reason);
    expect([scopesAt(verdict, issuer.audience), scopesAt(verdict, identityAudience())]).toEqual([
      ["stock"],
      ["openid"],
    ]);
    const api = await codeClient(issuer, { isApi: true });
    const asked = formRequest("/oauth/introspect", { token: access_token }, api);
    expect(await bodyOf(await introspect(await testContext(), asked))).toMatchObject({
      active: true,
      scope: "stock",
      aud: issuer.audience,
    });
    expect((await signInTo(issuer)).access_token).toMatch(/^pst_at_/);
  });

  it("is not had without a person: client credentials get no context of a sign-in, asked or not (#548)", async () => {
    const issuer = await signInIssuer();
    const client = await machineClient(issuer);
    const { scope } = await tokensFor(client, { grant_type: "client_credentials" });
    expect(scope.split(" ").sort()).toEqual(["labels", "open:read", "stock"]);
    const asked = tokensFor(client, { grant_type: "client_credentials", scope: "openid" });
    await expect(asked).rejects.toMatchObject({ name: "invalid_scope" });
  });
});

describe("an ID token that comes back as a hint", () => {
  it("says whom it was about long after its end, and to nobody else's client (#552)", async () => {
    const issuer = await signInIssuer();
    const { id_token = "" } = await signInTo(issuer, { now: plus(new Date(), -hours(20)) });
    await expect(judged(id_token, issuer.client.key)).rejects.toMatchObject({ code: "ERR_JWT_EXPIRED" });
    expect(await readHint(await testContext(), id_token)).toEqual({
      userId: issuer.user.id,
      clientKey: issuer.client.key,
    });
  });

  it("is nothing when it was changed, or is no ID token of ours", async () => {
    const issuer = await signInIssuer();
    const { id_token = "", access_token } = await signInTo(issuer);
    const { head, body, signature } = partsOf(id_token);
    const other = (await signInTo(issuer)).id_token ?? "";
    const wrong = [
      ...["", "x", "a.b.c", access_token, `${head}.${body}.`, `${head}.${body}.${signature.slice(1)}A`],
      `${head}.${partsOf(other).body}.${signature}`,
      await signedByUs({ sub: issuer.user.id, aud: issuer.client.key }),
    ];
    for (const token of wrong) expect(await readHint(await testContext(), token)).toBeNull();
  });
});
