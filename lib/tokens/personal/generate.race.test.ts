import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { generateToken } from "./generate";
import { revokeTokens } from "./revoke";
import { generateTokenSchema } from "./schema";

testDatabase();

const AT_ONCE = 50;

it("makes one token of the same form, however often it comes at once", async () => {
  const { actor, db, company } = await testIssuer();
  const ctx = await testContext({ actor });
  const input = generateTokenSchema.parse({
    name: "CI deploy",
    expires: "30",
    access: "general",
    submissionKey: randomUUID(),
  });
  const results = await Promise.all(Array.from({ length: AT_ONCE }, () => generateToken(ctx, input)));
  const [row, ...more] = await db.personalToken.findMany({ where: { companyId: company.id } });
  expect([row?.name, more]).toEqual(["CI deploy", []]);
  expect(results.filter(({ outcome }) => outcome === "generated")).toHaveLength(1);
  for (const result of results)
    if (result.outcome === "already_submitted") expect(result.id).toBe(row?.id);
    else expect(result.token.id).toBe(row?.id);
  expect(await db.auditEvent.count({ where: { action: "personal_token.created", companyId: company.id } })).toBe(1);
});

it("ends a token once, and writes one event, when it is revoked many times at once (#427)", async () => {
  const { actor, db, company } = await testIssuer();
  const ctx = await testContext({ actor });
  const made = await generateToken(ctx, generateTokenSchema.parse({ name: "x", expires: "7", access: "general" }));
  if (made.outcome !== "generated") throw new Error(made.outcome);
  const ids = [made.token.id];
  const results = await Promise.all(Array.from({ length: AT_ONCE }, () => revokeTokens(ctx, { ids })));
  expect(results.filter(({ revoked }) => revoked.length === 1)).toHaveLength(1);
  expect(await db.auditEvent.count({ where: { action: "personal_token.revoked", companyId: company.id } })).toBe(1);
});
