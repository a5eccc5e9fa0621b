import { beforeEach, describe, expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { after, days, hours, minutes, seconds } from "@/lib/duration";
import { token } from "@/lib/oauth/token";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { codeClient, formRequest, issueCode, ownClient, type TestClient } from "@/lib/testing/oauth";
import { verifyCredential } from "@/lib/verify/verify";

testDatabase();

let issuer: TestIssuer;
let client: TestClient;
let start: Date;
beforeEach(async () => {
  issuer = await testIssuer();
  client = ownClient(issuer);
  start = new Date();
});

type Fields = Parameters<typeof formRequest>[1];
type Body = { access_token: string; refresh_token: string; scope: string };
const at = (ms: number) => testContext({ now: after(start, ms) });

/** The bytes that the token endpoint answers, `ms` after the test's start. */
async function ask(fields: Fields, { ms = 0, asker = client } = {}): Promise<string> {
  return (await token(await at(ms), formRequest("/oauth/token", fields, asker))).text();
}
const refresh = async (refresh_token: string, fields: Fields = {}, { ms = 0, asker = client } = {}) =>
  JSON.parse(await ask({ grant_type: "refresh_token", refresh_token, ...fields }, { ms, asker })) as Body;

async function first(scopes = ["stock", "labels"], audience: string[] = []): Promise<Body & { familyId: string }> {
  const { code, verifier, familyId } = await issueCode(issuer, { scopes, audience, now: start });
  const body = JSON.parse(await ask({ grant_type: "authorization_code", code, code_verifier: verifier })) as Body;
  return { ...body, familyId };
}
const verdictOf = async (access: string, ms = 0) => verifyCredential(await at(ms), { scheme: "bearer", token: access });
const isGood = async (access: string) => (await verdictOf(access)).active;
const refused = (name: string) => expect.objectContaining({ name });
const replays = (familyId: string) =>
  issuer.db.auditEvent.count({ where: { action: "token_family.replayed", targetId: familyId } });

describe("a refresh token", () => {
  it("gives an access token and its successor, and leaves the earlier access token alone (#151)", async () => {
    const one = await first();
    const two = await refresh(one.refresh_token);
    expect(two).toMatchObject({ expires_in: 3600, scope: "stock labels" });
    expect(two.refresh_token).not.toBe(one.refresh_token);
    expect(await isGood(one.access_token)).toBe(true);
    expect(await isGood(two.access_token)).toBe(true);
    expect((await refresh(two.refresh_token)).scope).toBe("stock labels");
  });

  it("lives thirty days from the code on, however often it is used (#159)", async () => {
    let { refresh_token } = await first();
    for (let day = 1; day < 30; day += 7)
      refresh_token = (await refresh(refresh_token, {}, { ms: days(day) })).refresh_token;
    await expect(refresh(refresh_token, {}, { ms: days(30) })).rejects.toEqual(refused("invalid_grant"));
    expect((await refresh(refresh_token, {}, { ms: days(30) - seconds(1) })).scope).toBe("stock labels");
  });

  it("may give fewer contexts, and the next one all of them again; never more (#156, #157)", async () => {
    const one = await first();
    const two = await refresh(one.refresh_token, { scope: "labels" });
    expect(two.scope).toBe("labels");
    await expect(refresh(two.refresh_token, { scope: "stock open:read" })).rejects.toEqual(refused("invalid_scope"));
    await expect(refresh(two.refresh_token, { scope: "stock admin" })).rejects.toEqual(refused("invalid_scope"));
    expect((await refresh(two.refresh_token, { scope: "labels stock" })).scope).toBe("stock labels");
  });

  it("gives tokens for the granted APIs alone", async () => {
    const one = await first(["stock", "open:read"], [issuer.audience]);
    await expect(refresh(one.refresh_token, { resource: openAudience() })).rejects.toEqual(refused("invalid_target"));
    const two = await first(["stock", "open:read"]);
    const narrow = await refresh(two.refresh_token, { resource: openAudience() });
    expect(await verdictOf(narrow.access_token)).toMatchObject({ audience: [openAudience()] });
    expect((await refresh(narrow.refresh_token)).scope).toBe("stock open:read");
  });

  it("that is missing, empty or not one is refused (#150, #158)", async () => {
    const { refresh_token, access_token } = await first();
    const { code } = await issueCode(issuer);
    await expect(refresh("")).rejects.toEqual(refused("invalid_request"));
    for (const wrong of ["x", refresh_token.slice(0, -1), refresh_token.toUpperCase(), access_token, code])
      await expect(refresh(wrong)).rejects.toEqual(refused("invalid_grant"));
    expect((await refresh(refresh_token)).scope).toBe("stock labels");
  });

  it("shown by another client, or without the secret, is unharmed (#154, #155)", async () => {
    const { refresh_token, familyId } = await first();
    for (const asker of [await codeClient(issuer), await codeClient(issuer, { isPublic: true })])
      await expect(refresh(refresh_token, {}, { asker })).rejects.toEqual(refused("invalid_grant"));
    await expect(refresh(refresh_token, {}, { asker: { ...client, secret: null } })).rejects.toEqual(
      refused("invalid_client"),
    );
    expect((await refresh(refresh_token)).scope).toBe("stock labels");
    await expect(refresh(refresh_token, {}, { asker: await codeClient(issuer), ms: hours(1) })).rejects.toEqual(
      refused("invalid_grant"),
    );
    expect(await replays(familyId)).toBe(0);
  });

  type End = [string, (familyId: string) => Promise<unknown>];
  const now = () => ({ revokedAt: new Date() });
  const ends: End[] = [
    ["its grant is revoked (#162)", () => issuer.db.grant.updateMany({ where: { clientId: client.id }, data: now() })],
    ["its family is revoked", (id) => issuer.db.tokenFamily.update({ where: { id }, data: now() })],
    [
      "its person is disabled (#163)",
      () => issuer.db.user.update({ where: { id: issuer.user.id }, data: { disabledAt: new Date() } }),
    ],
    ["its person left", () => issuer.db.membership.deleteMany({ where: { userId: issuer.user.id } })],
  ];
  it.each(ends)("ends when %s, and its retry with it (#168)", async (_case, end) => {
    const { refresh_token, familyId } = await first();
    const two = await refresh(refresh_token);
    await end(familyId);
    for (const ended of [two.refresh_token, refresh_token])
      await expect(refresh(ended)).rejects.toEqual(refused("invalid_grant"));
  });

  it("gives no more than the person still allows", async () => {
    const { refresh_token } = await first();
    await issuer.db.grant.updateMany({ where: { clientId: client.id }, data: { scopes: ["labels"] } });
    const two = await refresh(refresh_token);
    expect(two.scope).toBe("labels");
    await expect(refresh(two.refresh_token, { scope: "stock" })).rejects.toEqual(refused("invalid_scope"));
  });

  it("gives less when the group lost a context, and nothing when it lost all (#164)", async () => {
    const { refresh_token } = await first();
    await issuer.db.permissionGroupScope.deleteMany({ where: { groupId: issuer.group.id, scope: { key: "stock" } } });
    const two = await refresh(refresh_token);
    expect(two.scope).toBe("labels");
    await expect(refresh(two.refresh_token, { scope: "stock" })).rejects.toEqual(refused("invalid_scope"));
    await issuer.db.permissionGroupScope.deleteMany({ where: { groupId: issuer.group.id } });
    await expect(refresh(two.refresh_token)).rejects.toEqual(refused("invalid_scope"));
  });
});

describe("used again", () => {
  const again = (refresh_token: string, ms: number, fields: Fields = {}) =>
    ask({ grant_type: "refresh_token", refresh_token, ...fields }, { ms });

  it("within sixty seconds gives the same bytes, and there is one lineage (#167)", async () => {
    const { refresh_token, familyId } = await first();
    const answers = [];
    for (const ms of [0, 1, seconds(30), seconds(60)]) answers.push(await again(refresh_token, ms));
    expect(new Set(answers).size).toBe(1);
    expect(await issuer.db.refreshToken.count({ where: { familyId, usedAt: null } })).toBe(1);
    expect(await issuer.db.accessToken.count({ where: { familyId } })).toBe(2);
    expect(await replays(familyId)).toBe(0);
  });

  it("later is a replay: it ends this family and no other, and is in the log (#152)", async () => {
    const { refresh_token, familyId } = await first();
    const other = await first();
    const two = await refresh(refresh_token);
    await expect(again(refresh_token, seconds(61))).rejects.toEqual(refused("invalid_grant"));
    expect(await isGood(two.access_token)).toBe(false);
    await expect(refresh(two.refresh_token)).rejects.toEqual(refused("invalid_grant"));
    expect(await isGood(other.access_token)).toBe(true);
    expect((await refresh(other.refresh_token)).scope).toBe("stock labels");
    await expect(again(refresh_token, minutes(5))).rejects.toEqual(refused("invalid_grant"));
    expect(await replays(familyId)).toBe(1);
  });

  it("after its successor was used is a replay at once (#153)", async () => {
    const { refresh_token, familyId } = await first();
    const two = await refresh(refresh_token);
    const three = await refresh(two.refresh_token);
    await expect(again(refresh_token, seconds(1))).rejects.toEqual(refused("invalid_grant"));
    await expect(refresh(three.refresh_token)).rejects.toEqual(refused("invalid_grant"));
    expect(await replays(familyId)).toBe(1);
  });

  it("to ask something else is refused, and ends nothing (#168)", async () => {
    const { refresh_token } = await first();
    const two = await refresh(refresh_token, { scope: "labels" });
    for (const fields of [{}, { scope: "stock" }, { scope: "labels", resource: issuer.audience }])
      await expect(again(refresh_token, 1, fields)).rejects.toEqual(refused("invalid_grant"));
    expect(JSON.parse(await again(refresh_token, 1, { scope: "labels" }))).toEqual(two);
    expect(await isGood(two.access_token)).toBe(true);
  });

  it("never gives an access token back that was revoked meanwhile (#168)", async () => {
    const { refresh_token, familyId } = await first();
    await refresh(refresh_token);
    await issuer.db.accessToken.updateMany({ where: { familyId }, data: { revokedAt: new Date() } });
    await expect(again(refresh_token, 1)).rejects.toEqual(refused("invalid_grant"));
  });

  it("never outlives the chain (#168)", async () => {
    const { refresh_token } = await first();
    await refresh(refresh_token, {}, { ms: days(30) - seconds(10) });
    await expect(again(refresh_token, days(30))).rejects.toEqual(refused("invalid_grant"));
  });
});
