import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { clientInput, testClients } from "@/lib/testing/clients";
import { testDatabase } from "@/lib/testing/database";
import { createClient } from "./create";

testDatabase();

const AT_ONCE = 50;

it(`makes one client of a form that is sent ${AT_ONCE} times at once`, async () => {
  const { db, ctx, issuer, company } = await testClients();
  const input = clientInput(issuer, { submissionKey: randomUUID() });
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => createClient(ctx, input)));
  expect(answers.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  const where = { companyId: company.id, name: input.name };
  expect(await db.client.count({ where })).toBe(1);
  expect(await db.grant.count({ where: { client: where } })).toBe(1);
  expect(await db.clientSecret.count({ where: { client: where } })).toBe(1);
});

it(`gives a name to one of ${AT_ONCE} clients at once (#504)`, async () => {
  const { ctx, issuer } = await testClients();
  const outcomes = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, () => createClient(ctx, clientInput(issuer, { name: "Shop" }))),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "name_taken" });
});
