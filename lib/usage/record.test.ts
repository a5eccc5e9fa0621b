import { expect, it } from "vitest";
import { after, minutes } from "@/lib/duration";
import { settled, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issuePersonal, testIssuer } from "@/lib/testing/issued";
import { addUses } from "./hot";
import { recordUse } from "./record";

const opened = testDatabase();

it("counts 10,000 uses at once exactly", async () => {
  const issuer = await testIssuer();
  const tokens = await Promise.all([issuePersonal(issuer), issuePersonal(issuer), issuePersonal(issuer)]);
  const ctx = await testContext();
  await Promise.all(
    Array.from({ length: 10_000 }, async (_, index) => {
      if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
      recordUse(ctx, { kind: "personal", id: tokens[index % 3]?.id ?? "" });
    }),
  );
  await settled();
  const rows = await issuer.db.personalToken.findMany({ where: { id: { in: tokens.map(({ id }) => id) } } });
  expect(rows.reduce((sum, { useCount }) => sum + Number(useCount), 0)).toBe(10_000);
  expect(rows.every(({ lastUsedAt }) => lastUsedAt?.getTime() === ctx.now.getTime())).toBe(true);
});

it("counts every kind, and a row that is gone disturbs none of the others", async () => {
  const issuer = await testIssuer();
  const ctx = await testContext();
  const { grant } = await issueAccess(issuer);
  const { id: legacy } = await issueLegacy(issuer);
  const secret = await issuer.db.clientSecret.findFirstOrThrow({ where: { clientId: issuer.client.id } });
  recordUse(ctx, { kind: "grant", id: grant.id });
  recordUse(ctx, { kind: "grant", id: "00000000-0000-7000-8000-000000000000" });
  recordUse(ctx, { kind: "legacy", id: legacy });
  recordUse(ctx, { kind: "client", id: issuer.client.id });
  recordUse(ctx, { kind: "client_secret", id: secret.id, caller: ctx.origin });
  await settled();
  const at = { lastUsedAt: ctx.now };
  expect(await issuer.db.grant.findUnique({ where: { id: grant.id } })).toMatchObject({
    useCount: 1n,
    lastAccessAt: ctx.now,
  });
  expect(await issuer.db.legacyKey.findUnique({ where: { id: legacy } })).toMatchObject({ useCount: 1n, ...at });
  expect(await issuer.db.client.findUnique({ where: { id: issuer.client.id } })).toMatchObject({ useCount: 1n, ...at });
  expect(await issuer.db.clientSecret.findUnique({ where: { id: secret.id } })).toMatchObject({
    ...{ useCount: 1n, ...at },
    lastUsedIp: ctx.origin.ip,
    lastUsedAgent: ctx.origin.userAgent,
  });
});

it("keeps of a secret who used it last, whichever use is written first", async () => {
  const issuer = await testIssuer();
  const { id } = await issuer.db.clientSecret.findFirstOrThrow({ where: { clientId: issuer.client.id } });
  const now = new Date();
  const from = (ip: string) => ({ ip, userAgent: `agent of ${ip}` });
  const ctx = { now, later: (await testContext()).later };
  recordUse(ctx, { kind: "client_secret", id, caller: from("192.0.2.1") });
  recordUse({ ...ctx, now: after(now, -minutes(1)) }, { kind: "client_secret", id, caller: from("192.0.2.2") });
  await settled();
  await addUses("client_secret", [{ id, at: after(now, -minutes(2)), times: 3, caller: from("192.0.2.3") }]);
  expect(await issuer.db.clientSecret.findUnique({ where: { id } })).toMatchObject({
    useCount: 5n,
    lastUsedAt: now,
    lastUsedIp: "192.0.2.1",
    lastUsedAgent: "agent of 192.0.2.1",
  });
});

it("never lets the last use go backwards", async () => {
  const issuer = await testIssuer();
  const { id } = await issuePersonal(issuer);
  const now = new Date();
  await addUses("personal", [{ id, at: now, times: 1 }]);
  await addUses("personal", [{ id, at: after(now, -minutes(5)), times: 1 }]);
  expect(await issuer.db.personalToken.findUnique({ where: { id } })).toMatchObject({ useCount: 2n, lastUsedAt: now });
});

it("does not fail the caller when the write fails, and counts the next ones", async () => {
  const issuer = await testIssuer();
  const { id } = await issuePersonal(issuer);
  const ctx = await testContext();
  const { pool } = opened();
  const query = pool.query;
  pool.query = (async () => {
    throw new Error("disk full");
  }) as unknown as typeof query;
  recordUse(ctx, { kind: "personal", id });
  await settled();
  pool.query = query;
  recordUse(ctx, { kind: "personal", id });
  await settled();
  expect(await issuer.db.personalToken.findUnique({ where: { id } })).toMatchObject({ useCount: 1n });
});
