import { expect, it } from "vitest";
import { testClients } from "@/lib/testing/clients";
import { testDatabase } from "@/lib/testing/database";
import { addSecret } from "./add-secret";
import { revokeSecret } from "./revoke-secret";

testDatabase();

const AT_ONCE = 50;
const live = { revokedAt: null, expiresAt: null };

it(`adds one secret when ${AT_ONCE} ask at once, so that two live`, async () => {
  const { db, ctx, make } = await testClients();
  const { id } = await make();
  const asked = Array.from({ length: AT_ONCE }, () => addSecret(ctx, { id, olderEnds: "none" }));
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "too_many_secrets" });
  expect(await db.clientSecret.count({ where: { clientId: id, ...live } })).toBe(2);
});

it(`leaves one secret alive when ${AT_ONCE} end both at once`, async () => {
  const { db, ctx, make } = await testClients();
  const { id } = await make();
  await addSecret(ctx, { id, olderEnds: "none" });
  const secrets = await db.clientSecret.findMany({ where: { clientId: id }, select: { id: true } });
  const asked = Array.from({ length: AT_ONCE }, (_, i) =>
    revokeSecret(ctx, { id, secretId: secrets[i % 2]?.id ?? "" }),
  );
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await db.clientSecret.count({ where: { clientId: id, ...live } })).toBe(1);
});
