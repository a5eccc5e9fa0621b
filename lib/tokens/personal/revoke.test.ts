import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/context";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issuePersonal, testIssuer } from "@/lib/testing/issued";
import { verifyCredential } from "@/lib/verify/verify";
import { readToken } from "./read";
import { revokeTokens } from "./revoke";
import { revokeTokensSchema } from "./schema";

testDatabase();

const UNKNOWN = "01890000-0000-7000-8000-000000000000";

describe("a revoked token", () => {
  it("is refused by the very next look-up, and stays as history with who, when and why (#426)", async () => {
    const issuer = await testIssuer();
    const { token, id } = await issuePersonal(issuer);
    const verdict = () => verifyCredential({ now: new Date() }, { scheme: "bearer", token });
    expect((await verdict()).active).toBe(true);
    const ctx = await testContext({ actor: issuer.actor });
    expect(await revokeTokens(ctx, { ids: [id], reason: "leaked" })).toEqual({ revoked: [id] });
    expect(await verdict()).toEqual({ active: false, reason: "revoked" });
    expect(await readToken(ctx, { id })).toMatchObject({
      state: { name: "revoked", at: ctx.now, reason: "leaked" },
      revokedBy: issuer.user.name,
    });
  });

  it("never comes back, and is not revoked a second time (#427)", async () => {
    const issuer = await testIssuer();
    const { id } = await issuePersonal(issuer);
    const first = await testContext({ actor: issuer.actor });
    await revokeTokens(first, { ids: [id], reason: "leaked" });
    const second = await testContext({ actor: issuer.actor, now: new Date(first.now.getTime() + 1000) });
    expect(await revokeTokens(second, { ids: [id, id], reason: "again" })).toEqual({ revoked: [] });
    expect(await readToken(second, { id })).toMatchObject({ state: { at: first.now, reason: "leaked" } });
    expect(await issuer.db.auditEvent.count({ where: { targetId: id } })).toBe(1);
  });
});

it("ends several with an event each, or none when one of them is not there (#399)", async () => {
  const [issuer, other] = [await testIssuer(), await testIssuer()];
  const mine = [await issuePersonal(issuer), await issuePersonal(issuer)].map(({ id }) => id);
  const { id: theirs } = await issuePersonal(other);
  const ctx = await testContext({ actor: issuer.actor });
  for (const foreign of [theirs, UNKNOWN])
    await expect(revokeTokens(ctx, { ids: [...mine, foreign] })).rejects.toMatchObject({ name: "not_found" });
  expect(
    await issuer.db.personalToken.count({ where: { id: { in: [...mine, theirs] }, revokedAt: { not: null } } }),
  ).toBe(0);
  expect((await revokeTokens(ctx, { ids: mine })).revoked.sort()).toEqual([...mine].sort());
  const events = await issuer.db.auditEvent.findMany({ where: { companyId: issuer.company.id } });
  expect(events.map(({ action, targetId }) => [action, targetId]).sort()).toEqual(
    mine.map((id) => ["personal_token.revoked", id]).sort(),
  );
});

it("is for owners, admins, and tokens with tokens:write", async () => {
  const issuer = await testIssuer();
  const { actor, user, company } = issuer;
  const revoke = async (by: Actor) =>
    revokeTokens(await testContext({ actor: by }), { ids: [(await issuePersonal(issuer)).id] });
  const token = (scopes: string[]): Actor => ({
    kind: "token",
    tokenId: UNKNOWN,
    name: "x",
    userId: user.id,
    companyId: company.id,
    role: "admin",
    scopes,
  });
  expect((await revoke({ ...actor, membership: { ...actor.membership, role: "admin" } })).revoked).toHaveLength(1);
  expect((await revoke(token(["postern:tokens:write"]))).revoked).toHaveLength(1);
  await expect(revoke({ ...actor, membership: { ...actor.membership, role: "member" } })).rejects.toMatchObject({
    name: "forbidden",
  });
  await expect(revoke(token(["postern:tokens:read"]))).rejects.toMatchObject({ name: "insufficient_scope" });
});

it("takes one tick of a form, or several, and nothing that is no id", () => {
  expect(revokeTokensSchema.parse({ ids: UNKNOWN, reason: "" })).toEqual({ ids: [UNKNOWN], reason: "" });
  for (const ids of [[], undefined, "x", [{ not: "" }]])
    expect(revokeTokensSchema.safeParse({ ids }).success).toBe(false);
});
