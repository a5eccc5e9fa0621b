import { expect, it } from "vitest";
import { allow } from "@/lib/grants/allow";
import { endGrants } from "@/lib/grants/revoke";
import { testBrowser } from "@/lib/testing/browser";
import { testRequest } from "@/lib/testing/consent";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { labels } from "@/lib/testing/details";
import { testIssuer } from "@/lib/testing/issued";
import { ROUNDS } from "@/lib/testing/rounds";
import { csrfToken } from "./csrf";
import { decideRequest } from "./decide";

testDatabase();

it("gives one code for a form that is sent fifty times at once (#75)", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const issuer = await testIssuer();
    const { actor, sessionId } = await testBrowser(issuer);
    const request = await testRequest(issuer, { sessionId });
    const csrf = csrfToken({ sessionId, requestId: request });
    const ctx = await testContext({ actor });
    const sent = Array.from({ length: 50 }, () => decideRequest(ctx, { request, csrf, decision: "allow" }));
    const outcomes = await Promise.allSettled(sent);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "request_expired" });
    expect(await issuer.db.authorizationCode.count({ where: { clientId: issuer.client.id } })).toBe(1);
    expect(await issuer.db.auditEvent.count({ where: { companyId: issuer.company.id } })).toBe(1);
  }
});

it("keeps one live grant, with all that was allowed, whatever else is allowed and revoked at once", async () => {
  const issuer = await testIssuer();
  const { actor } = await testBrowser(issuer);
  const ctx = await testContext({ actor });
  const { client } = issuer;
  const consent = (index: number) => allow(ctx, { client, userId: actor.userId, scopes: [`context-${index % 10}`] });
  await Promise.all(Array.from({ length: 50 }, (_, index) => consent(index)));
  const live = await issuer.db.grant.findMany({ where: { clientId: client.id, revokedAt: null } });
  expect(live.map(({ scopes }) => scopes.length)).toEqual([10]);
  const created = { companyId: issuer.company.id, action: "grant.created" };
  expect(await issuer.db.auditEvent.count({ where: created })).toBe(1);

  const owner = { companyId: issuer.company.id };
  const mixed = Array.from({ length: 50 }, async (_, index) => {
    const [held] = await issuer.db.grant.findMany({ where: { clientId: client.id, revokedAt: null } });
    if (index % 5 === 0 && held) await endGrants(ctx, { ids: [held.id] }, { owner, userId: actor.userId });
    else await consent(index);
  });
  await Promise.all(mixed);
  expect(await issuer.db.grant.count({ where: { clientId: client.id, revokedAt: null } })).toBeLessThanOrEqual(1);
  const revoked = await issuer.db.grant.count({ where: { clientId: client.id, NOT: { revokedAt: null } } });
  expect(await issuer.db.auditEvent.count({ where: { ...created, action: "grant.revoked" } })).toBe(revoked);
});

it("keeps one live grant with the values of one choice, and none that an older one left alive beside it", async () => {
  const issuer = await testIssuer();
  const { actor } = await testBrowser(issuer);
  const ctx = await testContext({ actor });
  const { client, db } = issuer;
  for (let round = 0; round < ROUNDS; round++) {
    const choices = Array.from({ length: 50 }, (_, index) => ["a", "b", "c"].slice(index % 3));
    const consents = choices.map((shops, index) => {
      const details = [labels(issuer, ...shops)];
      // Some are over at once, so that others find one that is.
      const expiresAt = index % 7 === 0 ? ctx.now : null;
      return allow(ctx, { client, userId: actor.userId, scopes: ["labels"], details, expiresAt });
    });
    const ids = new Set(await Promise.all(consents));
    const all = await db.grant.findMany({ where: { id: { in: [...ids] } } });
    const live = all.filter(({ revokedAt }) => revokedAt === null);
    expect(live).toHaveLength(1);
    expect(choices.map((shops) => [labels(issuer, ...shops)])).toContainEqual(live[0]?.details);
    expect(await db.grant.count({ where: { clientId: client.id, revokedAt: null } })).toBe(1);
    await db.grant.updateMany({ where: { clientId: client.id, revokedAt: null }, data: { revokedAt: ctx.now } });
  }
});
