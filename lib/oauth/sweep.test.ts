import { expect, it } from "vitest";
import { hashOf } from "@/lib/crypto/hash";
import { newId, newOpaqueId } from "@/lib/crypto/id";
import { after, days, minutes, seconds } from "@/lib/duration";
import { testBrowser } from "@/lib/testing/browser";
import { testRequest } from "@/lib/testing/consent";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueRefresh, testIssuer } from "@/lib/testing/issued";
import { sweepExpired } from "./sweep";

testDatabase();

const now = new Date();
const ago = (length: number) => after(now, -length);

it("deletes what has ended and is past its use, keeps the rest, and tells how much (#534)", async () => {
  const issuer = await testIssuer();
  const { db, client, user } = issuer;
  for (const expiresAt of [ago(seconds(1)), after(now, seconds(1))]) await testRequest(issuer, { expiresAt });
  for (const expiresAt of [ago(minutes(15) + seconds(1)), ago(minutes(15) - seconds(1))])
    await db.pushedRequest.create({
      data: { referenceHash: hashOf(newOpaqueId()), clientId: client.id, parameters: [], expiresAt },
    });
  for (const expiresAt of [ago(days(1) + seconds(1)), ago(days(1) - seconds(1))])
    await db.deviceRequest.create({
      data: {
        id: newOpaqueId(),
        deviceCodeHash: hashOf(newOpaqueId()),
        userCodeHash: hashOf(newOpaqueId()),
        clientId: client.id,
        intervalSeconds: 5,
        createdAt: now,
        expiresAt,
      },
    });
  for (const expiresAt of [ago(days(7) + seconds(1)), ago(days(7) - seconds(1))])
    await db.exchangedToken.create({
      data: {
        id: newId(),
        tokenHash: hashOf(newOpaqueId()),
        clientId: client.id,
        companyId: client.companyId,
        parentKind: "personal",
        parentHash: hashOf(newOpaqueId()),
        createdAt: now,
        expiresAt,
      },
    });
  const { grant } = await issueAccess(issuer, { expiresAt: ago(days(7) + seconds(1)) });
  await issueAccess(issuer, { expiresAt: ago(days(7) - seconds(1)) });
  for (const expiresAt of [ago(days(1) + seconds(1)), ago(days(1) - seconds(1))])
    await db.authorizationCode.create({
      data: {
        codeHash: hashOf(newOpaqueId()),
        familyId: newId(),
        grantId: grant.id,
        clientId: client.id,
        userId: user.id,
        redirectUri: "https://client.example/callback",
        codeChallenge: "x",
        expiresAt,
      },
    });
  for (const expiresAt of [ago(days(30) + seconds(1)), ago(days(30) - seconds(1)), null]) {
    const { family } = await issueRefresh(issuer);
    await db.refreshToken.updateMany({ where: { familyId: family.id }, data: { expiresAt } });
  }
  for (const windowEndsAt of [ago(seconds(1)), after(now, seconds(1))])
    await db.throttle.create({ data: { key: hashOf(newOpaqueId()), count: 1, windowEndsAt } });
  for (const expiresAt of [ago(minutes(5) + seconds(1)), ago(minutes(5) - seconds(1))])
    await db.spentProof.create({ data: { hash: hashOf(newOpaqueId()), expiresAt } });
  for (const data of [
    { endedAt: ago(days(30) + seconds(1)) },
    { expiresAt: ago(days(30) + seconds(1)) },
    { endedAt: ago(days(30) - seconds(1)) },
    {},
  ]) {
    const { sessionId } = await testBrowser(issuer);
    await db.session.update({ where: { id: sessionId }, data });
  }
  const failure = (at: Date) => ({
    clientId: client.id,
    at,
    endpoint: "token",
    refusal: "invalid_grant",
    requestId: "x",
  });
  const lately = Array.from({ length: 52 }, (_, index) => failure(ago(minutes(index))));
  await db.failedRequest.createMany({ data: [...lately, failure(ago(days(30) + seconds(1)))] });
  expect(await sweepExpired(db, now)).toEqual({
    failures: 1,
    olderFailures: 2,
    requests: 1,
    pushed: 1,
    devices: 1,
    codes: 1,
    accessTokens: 1,
    exchangedTokens: 1,
    refreshTokens: 1,
    families: 0,
    throttles: 1,
    proofs: 1,
    sessions: 2,
  });
  expect(await sweepExpired(db, now)).toEqual({
    requests: 0,
    pushed: 0,
    devices: 0,
    codes: 0,
    accessTokens: 0,
    exchangedTokens: 0,
    refreshTokens: 0,
    families: 0,
    throttles: 0,
    proofs: 0,
    sessions: 0,
    failures: 0,
    olderFailures: 0,
  });
  expect(await db.grant.count({ where: { clientId: client.id } })).toBe(1);
});

it("deletes a family once nothing of it is left, and never one that a token still needs", async () => {
  const issuer = await testIssuer();
  const { db } = issuer;
  const createdAt = ago(days(9));
  const [used, spent] = [await issueAccess(issuer), await issueAccess(issuer)];
  const refreshable = await issueRefresh(issuer);
  await db.tokenFamily.updateMany({ where: { grantId: used.grant.id }, data: { createdAt } });
  const young = await issueAccess(issuer);
  await db.accessToken.deleteMany({
    where: { familyId: { in: [spent, refreshable, young].map(({ family }) => family.id) } },
  });
  expect((await sweepExpired(db, now)).families).toBe(1);
  const left = await db.tokenFamily.findMany({ where: { grantId: used.grant.id }, select: { id: true } });
  expect(new Set(left.map(({ id }) => id))).toEqual(new Set([used, refreshable, young].map(({ family }) => family.id)));
});

it("goes on until nothing is left, batch by batch", async () => {
  const { db } = await testIssuer();
  const data = Array.from({ length: 2500 }, () => ({ key: hashOf(newId()), count: 1, windowEndsAt: ago(days(1)) }));
  await db.throttle.createMany({ data });
  expect((await sweepExpired(db, now)).throttles).toBe(2500);
});

it("forgets the ids of proofs batch by batch, however many there were (#316)", async () => {
  const { db } = await testIssuer();
  await db.$executeRaw`INSERT INTO "SpentProof" ("hash", "expiresAt")
    SELECT decode(md5(n::text), 'hex'), ${ago(minutes(6))}::timestamptz FROM generate_series(1, 3000) AS n`;
  expect((await sweepExpired(db, now)).proofs).toBe(3000);
});

it("keeps pace with strangers who leave a row with each request (#492, #525)", async () => {
  const { db } = await testIssuer();
  await db.$executeRaw`INSERT INTO "Throttle" ("key", "count", "windowEndsAt")
    SELECT decode(md5(n::text), 'hex'), 1, ${ago(seconds(1))}::timestamptz FROM generate_series(1, 51000) AS n`;
  expect((await sweepExpired(db, now)).throttles).toBe(51_000);
});
