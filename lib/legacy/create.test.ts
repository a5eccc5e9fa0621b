import { expect, it } from "vitest";
import { kindOf } from "@/lib/crypto/credential";
import { unseal } from "@/lib/crypto/seal";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { testConnection } from "@/lib/testing/legacy";
import { disableLegacyKey } from "./disable";
import { enableLegacyKey } from "./enable";
import { readLegacyKey } from "./read";
import { rotateLegacyKey } from "./rotate";

testDatabase();

it("makes a key and a secret that a call is accepted with, sealed for its row alone (#446)", async () => {
  const { db, company, user, key, secret, accepted, events } = await testConnection();
  expect(key).toMatch(/^[0-9A-Za-z]{20}$/);
  expect(kindOf(secret.reveal())).toBe("legacySecret");
  expect(await accepted(secret)).toMatchObject({ active: true, kind: "legacy", company: { id: company.id } });
  const { id, secretCiphertext, createdById } = await db.legacyKey.findUniqueOrThrow({
    where: { companyId: company.id },
    select: { id: true, secretCiphertext: true, createdById: true },
  });
  expect(createdById).toBe(user.id);
  expect(unseal(secretCiphertext, `legacy-key:${id}`)).toBe(secret.reveal());
  expect(() => unseal(secretCiphertext, "legacy-key:another")).toThrow();
  expect(await events("created")).toMatchObject([{ targetId: id, targetName: key, outcome: "done" }]);
  expect(JSON.stringify(await events("created"))).not.toContain(secret.reveal());
});

it("is read without its secret, and says who may do more", async () => {
  const { db, company, ctx, key, secret } = await testConnection();
  await db.legacyKey.update({ where: { companyId: company.id }, data: { useCount: 7n, lastUsedAt: ctx.now } });
  const view = await readLegacyKey(ctx);
  expect(view).toEqual({
    state: "active",
    mayManage: true,
    connection: { key, createdAt: ctx.now, rotatedAt: null, disabledAt: null, lastUsedAt: ctx.now, useCount: 7 },
  });
  expect(JSON.stringify(view)).not.toContain(secret.hint);
  const other = await testIssuer();
  expect(await readLegacyKey(await testContext({ actor: other.actor }))).toEqual({
    state: "none",
    mayManage: true,
    connection: null,
  });
});

it("rotates to a new secret and refuses the old one at once (#441)", async () => {
  const { ctx, key, secret: old, accepted, events } = await testConnection();
  const rotated = await rotateLegacyKey(ctx);
  expect(rotated.key).toBe(key);
  expect(await accepted(old)).toMatchObject({ active: false });
  expect(await accepted(rotated.secret)).toMatchObject({ active: true });
  expect(await readLegacyKey(ctx)).toMatchObject({ connection: { rotatedAt: ctx.now } });
  expect(await events("rotated")).toHaveLength(1);
});

it("is stopped by disabling and works again when enabled, each with one line in the log", async () => {
  const { ctx, secret, accepted, events } = await testConnection();
  for (const act of [disableLegacyKey, disableLegacyKey]) await act(ctx);
  expect(await accepted(secret)).toMatchObject({ active: false, reason: "disabled" });
  expect(await readLegacyKey(ctx)).toMatchObject({ state: "disabled", connection: { disabledAt: ctx.now } });
  for (const act of [enableLegacyKey, enableLegacyKey]) await act(ctx);
  expect(await accepted(secret)).toMatchObject({ active: true });
  expect([await events("disabled"), await events("enabled")]).toMatchObject([[{}], [{}]]);
});

it("is not there to rotate, disable or enable before it was made", async () => {
  const ctx = await testContext({ actor: (await testIssuer()).actor });
  for (const act of [rotateLegacyKey, disableLegacyKey, enableLegacyKey])
    await expect(act(ctx)).rejects.toMatchObject({ name: "not_found" });
});
