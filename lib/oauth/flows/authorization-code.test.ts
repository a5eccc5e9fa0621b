import { beforeEach, describe, expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { after, days, hours, minutes, seconds } from "@/lib/duration";
import { token } from "@/lib/oauth/token";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueRefresh, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { codeClient, formRequest, issueCode, ownClient, type TestClient } from "@/lib/testing/oauth";
import { verifyCredential } from "@/lib/verify/verify";

testDatabase();

let issuer: TestIssuer;
let client: TestClient;
beforeEach(async () => {
  issuer = await testIssuer();
  client = ownClient(issuer);
});

type Fields = Parameters<typeof formRequest>[1];
type Body = { access_token: string; refresh_token: string; scope: string; expires_in: number };
const laterThan = (from: Date, ms: number) => testContext({ now: after(from, ms) });

async function redeem(fields: Fields, asker = client, ctx = testContext()): Promise<Body> {
  const request = formRequest("/oauth/token", { grant_type: "authorization_code", ...fields }, asker);
  return (await token(await ctx, request)).json() as Promise<Body>;
}
const verdictOf = async (access: string) => verifyCredential(await testContext(), { scheme: "bearer", token: access });
const isGood = async (access: string) => (await verdictOf(access)).active;
const refused = (name: string) => expect.objectContaining({ name });

describe("a code", () => {
  it("gives an access token of one hour and a refresh token of thirty days (#128)", async () => {
    const now = new Date();
    const { code, verifier, redirectUri, familyId } = await issueCode(issuer, { now });
    const body = await redeem(
      { code, code_verifier: verifier, redirect_uri: redirectUri },
      client,
      testContext({ now }),
    );
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600, scope: "stock labels" });
    const verdict = await verdictOf(body.access_token);
    expect(verdict).toMatchObject({
      active: true,
      subject: { kind: "person", id: issuer.user.id },
      client: { id: client.id },
      audience: [issuer.audience],
    });
    const lifetime = (expiresAt: Date | null | undefined) => Number(expiresAt) - now.getTime();
    expect(lifetime(verdict.active ? verdict.expiresAt : null)).toBe(hours(1));
    const row = await issuer.db.refreshToken.findFirstOrThrow({ where: { familyId } });
    expect(lifetime(row.expiresAt)).toBe(days(30));
    expect(row).toMatchObject({
      scopes: ["stock", "labels"],
      usedAt: null,
    });
  });

  it("needs no redirect_uri, and goes to a public client too (#129)", async () => {
    const spa = await codeClient(issuer, { isPublic: true });
    const { code, verifier } = await issueCode(issuer, { client: spa });
    expect((await redeem({ code, code_verifier: verifier }, spa)).refresh_token).toMatch(/^pst_rt_/);
  });

  it("is not widened by a scope (#147)", async () => {
    const { code, verifier } = await issueCode(issuer, { scopes: ["stock"] });
    expect((await redeem({ code, code_verifier: verifier, scope: "stock labels open:read" })).scope).toBe("stock");
  });

  it("is refused when missing (#131), and unspent by any request that is not its own (#130, #132, #135, #137, #138, #139, #140, #141, #143)", async () => {
    await expect(redeem({ code_verifier: "x" })).rejects.toEqual(refused("invalid_request"));
    const { code, verifier, familyId } = await issueCode(issuer);
    const [other, spa] = [await codeClient(issuer), await codeClient(issuer, { isPublic: true })];
    const own = { code, code_verifier: verifier };
    const wrong: [Fields, TestClient?][] = [
      [{ ...own, redirect_uri: "https://client.example/callback?x=1" }],
      [{ ...own, code: code.slice(0, -1) }],
      [{ ...own, code: `${code}0` }],
      [{ ...own, code: code.toUpperCase() }],
      [{ ...own, code: (await issueRefresh(issuer)).token }],
      [{ code }],
      [{ code, code_verifier: "a".repeat(43) }],
      [{ code, code_verifier: verifier.slice(1) }],
      [{ code, code_verifier: "a".repeat(129) }],
      [{ code, code_verifier: `${verifier}=` }],
      [own, other],
      [own, spa],
    ];
    for (const [fields, asker] of wrong) await expect(redeem(fields, asker)).rejects.toEqual(refused("invalid_grant"));
    const wrongSecret = { ...client, secret: "wrong" };
    await expect(redeem(own, wrongSecret)).rejects.toEqual(refused("invalid_client"));
    expect(await issuer.db.tokenFamily.findUnique({ where: { id: familyId } })).toBeNull();
    expect(await isGood((await redeem(own)).access_token)).toBe(true);
  });

  it("does not take its own challenge for a verifier (#142)", async () => {
    const { code, familyId } = await issueCode(issuer);
    const { codeChallenge } = await issuer.db.authorizationCode.findUniqueOrThrow({ where: { familyId } });
    await expect(redeem({ code, code_verifier: codeChallenge ?? "" })).rejects.toEqual(refused("invalid_grant"));
  });

  it("lives sixty seconds (#136)", async () => {
    const now = new Date();
    const [first, second] = [await issueCode(issuer, { now }), await issueCode(issuer, { now })];
    const at = (code: typeof first, ms: number) =>
      redeem({ code: code.code, code_verifier: code.verifier }, client, laterThan(now, ms));
    await expect(at(first, seconds(60))).rejects.toEqual(refused("invalid_grant"));
    expect((await at(second, seconds(59))).access_token).toMatch(/^pst_at_/);
  });

  it("presented twice is refused and ends what the first one got, once in the log (#133, #134)", async () => {
    const { code, verifier, familyId } = await issueCode(issuer);
    const own = { code, code_verifier: verifier };
    const { access_token, refresh_token } = await redeem(own);
    const elsewhere = await issueRefresh(issuer);
    const late = laterThan(new Date(), minutes(10));
    for (const ctx of [testContext(), late])
      await expect(redeem(own, client, ctx)).rejects.toEqual(refused("invalid_grant"));
    expect(await isGood(access_token)).toBe(false);
    const refresh = formRequest("/oauth/token", { grant_type: "refresh_token", refresh_token }, client);
    await expect(token(await testContext(), refresh)).rejects.toEqual(refused("invalid_grant"));
    const events = await issuer.db.auditEvent.findMany({
      where: { action: "token_family.replayed", targetId: familyId },
    });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ companyId: issuer.company.id, actorKind: "client", actorId: client.id });
    const other = await issuer.db.tokenFamily.findUnique({ where: { id: elsewhere.family.id } });
    expect(other?.revokedAt).toBeNull();
  });

  it("replayed by a request that is not its own leaves the first tokens alive (#135)", async () => {
    const { code, verifier } = await issueCode(issuer);
    const { access_token } = await redeem({ code, code_verifier: verifier });
    await expect(redeem({ code, code_verifier: "a".repeat(43) })).rejects.toEqual(refused("invalid_grant"));
    await expect(redeem({ code })).rejects.toEqual(refused("invalid_grant"));
    await expect(redeem({ code, code_verifier: verifier }, await codeClient(issuer))).rejects.toEqual(
      refused("invalid_grant"),
    );
    await expect(redeem({ code, code_verifier: verifier }, { ...client, secret: "x" })).rejects.toEqual(
      refused("invalid_client"),
    );
    expect(await isGood(access_token)).toBe(true);
  });
});

describe("before its redemption", () => {
  type End = [string, (grantId: string) => Promise<unknown>];
  const ends: End[] = [
    [
      "the person is disabled (#145)",
      () => issuer.db.user.update({ where: { id: issuer.user.id }, data: { disabledAt: new Date() } }),
    ],
    ["the person left the company", () => issuer.db.membership.deleteMany({ where: { userId: issuer.user.id } })],
    ["the grant is revoked (#146)", (id) => issuer.db.grant.update({ where: { id }, data: { revokedAt: new Date() } })],
  ];
  it.each(ends)("%s: then the code is worth nothing", async (_case, end) => {
    const { code, verifier, grant } = await issueCode(issuer);
    await end(grant.id);
    await expect(redeem({ code, code_verifier: verifier })).rejects.toEqual(refused("invalid_grant"));
    expect(await issuer.db.accessToken.count({ where: { grantId: grant.id } })).toBe(0);
  });

  it("the module is switched off: then its context is left out, and with none left nothing is given (#164)", async () => {
    const [both, one] = [await issueCode(issuer), await issueCode(issuer, { scopes: ["labels"] })];
    await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
    expect((await redeem({ code: both.code, code_verifier: both.verifier })).scope).toBe("stock");
    await expect(redeem({ code: one.code, code_verifier: one.verifier })).rejects.toEqual(refused("invalid_scope"));
  });
});

describe("the resource (RFC 8707 §2.2, #148)", () => {
  const scopes = ["stock", "open:read"];

  it("narrows the token to one of the APIs of the code", async () => {
    const { code, verifier } = await issueCode(issuer, { scopes, audience: [issuer.audience, openAudience()] });
    const body = await redeem({ code, code_verifier: verifier, resource: openAudience() });
    expect(body.scope).toBe("open:read");
    expect(await verdictOf(body.access_token)).toMatchObject({ audience: [openAudience()] });
  });

  it("left out, gives a token for those that the code names, or for all of its contexts", async () => {
    for (const [audience, expected] of [
      [[openAudience()], "open:read"],
      [[], "stock open:read"],
    ] as const) {
      const { code, verifier } = await issueCode(issuer, { scopes, audience: [...audience] });
      expect((await redeem({ code, code_verifier: verifier })).scope).toBe(expected);
    }
  });

  it("is refused and the code stays good when it was not granted", async () => {
    const { code, verifier } = await issueCode(issuer, { scopes, audience: [issuer.audience] });
    for (const resource of [openAudience(), "https://else.example/", "not a url", [issuer.audience, openAudience()]])
      await expect(redeem({ code, code_verifier: verifier, resource })).rejects.toEqual(refused("invalid_target"));
    expect((await redeem({ code, code_verifier: verifier, resource: issuer.audience })).scope).toBe("stock");
  });
});
