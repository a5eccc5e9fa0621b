import { expect, it } from "vitest";
import { after, days } from "@/lib/duration";
import { colleague } from "@/lib/testing/clients";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueRefresh, testIssuer } from "@/lib/testing/issued";
import { overAge } from "./over-age";

testDatabase();

it("counts the refresh tokens that live longer than thirty days from their authorization, and those that are older", async () => {
  const issuer = await testIssuer();
  const { db } = issuer;
  const now = new Date();
  const make = async (grantedAt: Date, expiresAt: Date | null, given: object = {}) => {
    const { family } = await issueRefresh(issuer);
    await db.tokenFamily.update({ where: { id: family.id }, data: { createdAt: grantedAt } });
    await db.refreshToken.updateMany({ where: { familyId: family.id }, data: { expiresAt, ...given } });
    return family.id;
  };
  const ctx = await testContext({ actor: issuer.actor, now });
  await make(now, after(now, days(30)));
  await make(after(now, -days(40)), after(now, -days(1)));
  await make(now, null, { usedAt: now });
  const ended = await make(now, null);
  await db.tokenFamily.update({ where: { id: ended }, data: { revokedAt: now } });
  expect(await overAge(ctx)).toEqual({ limited: 0, ending: 0 });
  await make(now, after(now, days(31)));
  await make(now, null);
  await make(after(now, -days(31)), null);
  expect(await overAge(ctx)).toEqual({ limited: 3, ending: 1 });
  const other = await testIssuer();
  expect(await overAge(await testContext({ actor: other.actor, now }))).toEqual({ limited: 0, ending: 0 });
  await expect(overAge(await testContext({ actor: await colleague(issuer, "member") }))).rejects.toThrow("forbidden");
});
