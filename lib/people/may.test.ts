import { expect, it } from "vitest";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { requirePermission } from "./may";

testDatabase();

it("lets the owner of a company write its clients, and only in that company", async () => {
  const { actor, company } = await testCompany();
  const ctx = await testContext({ actor });
  expect(requirePermission(ctx, "clients:write")).toEqual({ companyId: company.id, userId: actor.userId });
});

it("refuses a member", async () => {
  const { actor } = await testCompany({ role: "member" });
  const ctx = await testContext({ actor });
  expect(() => requirePermission(ctx, "clients:read")).toThrow("forbidden");
});

it("refuses a token without the context", async () => {
  const { company, user } = await testCompany();
  const ctx = await testContext({
    actor: {
      kind: "token",
      tokenId: "t",
      name: "t",
      userId: user.id,
      companyId: company.id,
      role: "owner",
      scopes: ["postern:clients:read"],
    },
  });
  expect(requirePermission(ctx, "clients:read").companyId).toBe(company.id);
  expect(() => requirePermission(ctx, "clients:write")).toThrow("insufficient_scope");
});
