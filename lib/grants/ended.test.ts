import { describe, expect, it } from "vitest";
import type { Actor, Context } from "@/lib/context";
import { days, minutes, after as plus } from "@/lib/duration";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { labels, parameterIssuer } from "@/lib/testing/details";
import { issueAccess, testIssuer } from "@/lib/testing/issued";
import { listGrants } from "./list";
import { listOwnGrants } from "./own";
import { readGrant } from "./read";
import { revokeGrants } from "./revoke";

testDatabase();

const as = (actor: Actor, now = new Date()) => testContext({ actor, now });

describe("an authorization whose time is over", () => {
  it("is told as ended, everywhere alike, with what it was given in words", async () => {
    const issuer = await parameterIssuer();
    const { grant } = await issueAccess(issuer, { scopes: ["labels"] });
    const now = new Date();
    const details = [labels(issuer, "b")] as object[];
    const where = { id: grant.id };
    await issuer.db.grant.update({ where, data: { details, expiresAt: plus(now, minutes(1)) } });
    const [before, over] = [await as(issuer.actor, now), await as(issuer.actor, plus(now, minutes(1)))];
    const statuses = ["live", "ended", "revoked", "over", "all"] as const;
    const counts = (ctx: Context) =>
      Promise.all(statuses.map(async (status) => (await listGrants(ctx, { status })).total));
    expect(await counts(before)).toEqual([1, 0, 0, 0, 1]);
    expect(await counts(over)).toEqual([0, 1, 0, 1, 1]);
    const [shown] = (await listOwnGrants(before, {})).items;
    expect(shown).toMatchObject({ status: "live", expiresAt: plus(now, minutes(1)) });
    expect(shown?.described[0]?.values).toMatchObject([{ key: "shops", values: [{ en: "Shop b" }] }]);
    expect((await listOwnGrants(over, {})).total).toBe(0);
    expect((await listOwnGrants(over, { status: "over" })).items).toMatchObject([{ status: "ended", revoked: null }]);
    expect(await readGrant(over, { id: grant.id })).toMatchObject({ status: "ended" });
    const yearLater = await as(issuer.actor, plus(now, days(366)));
    expect((await listOwnGrants(yearLater, { status: "over" })).total).toBe(0);
  });

  it("is not there to be revoked, and stays ended when its client is removed", async () => {
    const issuer = await testIssuer();
    const { grant } = await issueAccess(issuer);
    await issuer.db.grant.update({ where: { id: grant.id }, data: { expiresAt: new Date() } });
    const ctx = await as(issuer.actor);
    expect(await revokeGrants(ctx, { ids: [grant.id] })).toEqual({ revoked: 0 });
    await issuer.db.grant.update({ where: { id: grant.id }, data: { revokedAt: plus(ctx.now, minutes(1)) } });
    const later = await as(issuer.actor, plus(ctx.now, minutes(2)));
    expect((await listGrants(later, { status: "ended" })).total).toBe(1);
    expect((await listGrants(later, { status: "revoked" })).total).toBe(0);
  });
});
