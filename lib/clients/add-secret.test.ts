import { describe, expect, it } from "vitest";
import { createClient } from "@/lib/clients/create";
import { kindOf } from "@/lib/crypto/credential";
import { days, hours, after as later } from "@/lib/duration";
import { codeClientInput, testClients } from "@/lib/testing/clients";
import { testDatabase } from "@/lib/testing/database";
import { addSecret } from "./add-secret";
import { revokeSecret } from "./revoke-secret";

testDatabase();

describe("a second secret", () => {
  it("is shown once and lives beside the first", async () => {
    const { db, ctx, make, events } = await testClients();
    const { id } = await make();
    const added = await addSecret(ctx, { id, olderEnds: "none" });
    expect(kindOf(added.secret.reveal())).toBe("clientSecret");
    expect(added.olderEndsAt).toBeNull();
    expect(await db.clientSecret.count({ where: { clientId: id, expiresAt: null, revokedAt: null } })).toBe(2);
    expect(await events("client_secret.created")).toMatchObject([
      { targetId: id, details: { hint: added.secret.hint, olderEndsAt: null } },
    ]);
    expect(JSON.stringify([added, await events("client_secret.created")])).not.toContain(added.secret.reveal());
  });

  it.each([
    ["now", 0],
    ["1h", hours(1)],
    ["24h", hours(24)],
    ["7d", days(7)],
  ] as const)("ends the older one: %s", async (olderEnds, overlap) => {
    const { db, ctx, make } = await testClients();
    const { id } = await make();
    const { id: newer, olderEndsAt } = await addSecret(ctx, { id, olderEnds });
    expect(olderEndsAt).toEqual(later(ctx.now, overlap));
    const older = await db.clientSecret.findFirstOrThrow({ where: { clientId: id, id: { not: newer } } });
    expect(older.expiresAt).toEqual(later(ctx.now, overlap));
  });

  it("never lets the older one live longer than it would have", async () => {
    const { db, ctx, make } = await testClients();
    const { id } = await make();
    const expiresAt = later(ctx.now, hours(2));
    await db.clientSecret.updateMany({ where: { clientId: id }, data: { expiresAt } });
    expect(await addSecret(ctx, { id, olderEnds: "7d" })).toMatchObject({ olderEndsAt: expiresAt });
  });

  it("is not followed by a third while two live, and is once one ended", async () => {
    const { db, ctx, make } = await testClients();
    const { id } = await make();
    const { id: second } = await addSecret(ctx, { id, olderEnds: "none" });
    await expect(addSecret(ctx, { id, olderEnds: "now" })).rejects.toMatchObject({ name: "too_many_secrets" });
    await db.clientSecret.update({ where: { id: second }, data: { expiresAt: ctx.now } });
    await expect(addSecret(ctx, { id, olderEnds: "none" })).resolves.toBeDefined();
  });

  it("is not for a public client", async () => {
    const { ctx, issuer } = await testClients();
    const { id } = await createClient(ctx, codeClientInput(issuer, { isPublic: true }));
    await expect(addSecret(ctx, { id, olderEnds: "none" })).rejects.toMatchObject({ name: "unauthorized_client" });
  });
});

describe("ending a secret", () => {
  it("is at once, and not for the last that lives", async () => {
    const { db, ctx, make, events } = await testClients();
    const { id } = await make();
    const first = await db.clientSecret.findFirstOrThrow({ where: { clientId: id } });
    await expect(revokeSecret(ctx, { id, secretId: first.id })).rejects.toMatchObject({ name: "last_secret" });
    const second = await addSecret(ctx, { id, olderEnds: "24h" });
    await revokeSecret(ctx, { id, secretId: first.id });
    expect(await db.clientSecret.findUnique({ where: { id: first.id } })).toMatchObject({ revokedAt: ctx.now });
    expect(await events("client_secret.revoked")).toMatchObject([{ targetId: id, details: { hint: first.hint } }]);
    await expect(revokeSecret(ctx, { id, secretId: first.id })).rejects.toMatchObject({ name: "not_found" });
    await expect(revokeSecret(ctx, { id, secretId: second.id })).rejects.toMatchObject({ name: "last_secret" });
  });

  it("of another client is not found", async () => {
    const { db, ctx, make, client } = await testClients();
    const { id } = await make();
    const other = await db.clientSecret.findFirstOrThrow({ where: { clientId: client.id } });
    await expect(revokeSecret(ctx, { id, secretId: other.id })).rejects.toMatchObject({ name: "not_found" });
  });
});
