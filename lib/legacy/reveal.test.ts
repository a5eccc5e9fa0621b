import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/context";
import { LOCALES } from "@/lib/i18n/locales";
import { colleague, stale, tokenOf } from "@/lib/testing/clients";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { testConnection } from "@/lib/testing/legacy";
import { createLegacyKey } from "./create";
import { disableLegacyKey } from "./disable";
import { enableLegacyKey } from "./enable";
import { readLegacyKey } from "./read";
import { revealLegacySecret } from "./reveal";
import { rotateLegacyKey } from "./rotate";
import { revealSchema } from "./schema";
import { TERMS_CLAUSES, TERMS_VERSION } from "./terms";

testDatabase();

const accept = TERMS_VERSION;
const reveal = async (actor: Actor, input = { accept }) => revealLegacySecret(await testContext({ actor }), input);

describe("the owner who accepts the terms", () => {
  it("sees the secret, with both lines in the log", async () => {
    const { actor, user, key, secret, events } = await testConnection();
    const shown = await reveal(actor);
    expect(shown.key).toBe(key);
    expect(shown.secret.reveal()).toBe(secret.reveal());
    expect(await events("terms_accepted")).toMatchObject([
      { actorId: user.id, ip: "203.0.113.7", details: { termsVersion: TERMS_VERSION } },
    ]);
    expect(await events("revealed")).toMatchObject([{ actorId: user.id, targetName: key, outcome: "done" }]);
  });

  it("has it in no log and no page by accident (#403)", async () => {
    const { actor, secret, events } = await testConnection();
    const shown = await reveal(actor);
    const printed = [
      JSON.stringify(shown),
      inspect(shown),
      `${shown.secret}`,
      JSON.stringify(await events("revealed")),
    ];
    for (const text of printed) expect(text).not.toContain(secret.reveal());
  });

  it("sees the new one after a rotation", async () => {
    const { actor, ctx } = await testConnection();
    const { secret } = await rotateLegacyKey(ctx);
    expect((await reveal(actor)).secret.reveal()).toBe(secret.reveal());
  });

  it("sees nothing, and the log says nothing, when the envelope does not open", async () => {
    const { db, actor, company, events } = await testConnection();
    await db.legacyKey.update({ where: { companyId: company.id }, data: { secretCiphertext: Buffer.from("x") } });
    await expect(reveal(actor)).rejects.toThrow();
    expect([...(await events("terms_accepted")), ...(await events("revealed"))]).toEqual([]);
  });
});

describe("refuses (#402)", () => {
  it("a member and an admin, who leave a line in the log although they are refused", async () => {
    const { issuer, key, events } = await testConnection();
    for (const role of ["member", "admin"] as const)
      await expect(reveal(await colleague(issuer, role))).rejects.toMatchObject({ name: "forbidden", status: 403 });
    const refused = await events("reveal_refused");
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ outcome: "refused", targetName: key, details: { reason: "forbidden" } });
    expect(await events("revealed")).toEqual([]);
  });

  it("an owner without the terms in force", async () => {
    const { actor, events } = await testConnection();
    for (const input of [revealSchema.parse({}), { accept: "on" }, { accept: "2020-01-01" }])
      await expect(reveal(actor, input)).rejects.toMatchObject({ name: "terms_not_accepted", status: 403 });
    expect(await events("terms_accepted")).toEqual([]);
  });

  it("an owner without a recent sign-in", async () => {
    const { actor, events } = await testConnection();
    await expect(reveal(stale(actor))).rejects.toMatchObject({ name: "fresh_sign_in_required" });
    expect(await events("terms_accepted")).toEqual([]);
  });

  it("a token, whatever contexts it claims", async () => {
    const { issuer, events } = await testConnection();
    await expect(reveal(tokenOf(issuer, ["postern:legacy:read"]))).rejects.toMatchObject({
      name: "insufficient_scope",
    });
    await expect(reveal(tokenOf(issuer, ["postern:legacy:manage"]))).rejects.toMatchObject({
      name: "sign_in_required",
    });
    expect(await events("reveal_refused")).toMatchObject([{ actorKind: "token" }]);
  });

  it("nobody, and a person of no company, without a line: there is no log to write it in", async () => {
    const { db, actor } = await testConnection();
    const before = await db.auditEvent.count();
    await expect(reveal({ kind: "nobody" })).rejects.toMatchObject({ name: "sign_in_required" });
    await expect(reveal({ ...actor, membership: null })).rejects.toMatchObject({ name: "forbidden" });
    expect(await db.auditEvent.count()).toBe(before);
  });

  it("an owner of another company, to whom there is no such connection", async () => {
    await testConnection();
    await expect(reveal((await testIssuer()).actor)).rejects.toMatchObject({ name: "not_found" });
  });
});

it("lets the owner alone manage the connection, after a recent sign-in; an admin may look", async () => {
  const { issuer, actor, secret, accepted } = await testConnection();
  const admin = await testContext({ actor: await colleague(issuer, "admin") });
  const member = await testContext({ actor: await colleague(issuer, "member") });
  const tired = await testContext({ actor: stale(actor) });
  for (const act of [createLegacyKey, rotateLegacyKey, disableLegacyKey, enableLegacyKey]) {
    for (const ctx of [admin, member]) await expect(act(ctx)).rejects.toMatchObject({ name: "forbidden" });
    await expect(act(tired)).rejects.toMatchObject({ name: "fresh_sign_in_required" });
  }
  expect(await accepted(secret)).toMatchObject({ active: true });
  expect(await readLegacyKey(admin)).toMatchObject({ state: "active", mayManage: false });
  await expect(readLegacyKey(member)).rejects.toMatchObject({ name: "forbidden" });
});

it("never acts on another company's connection", async () => {
  const [mine, theirs] = [await testConnection(), await testConnection()];
  await disableLegacyKey(mine.ctx);
  await rotateLegacyKey(mine.ctx);
  expect(await theirs.accepted(theirs.secret)).toMatchObject({ active: true });
  expect(await theirs.events("rotated")).toEqual([]);
});

it.each(LOCALES)("has terms in %s, and no clause that is not read", async (locale) => {
  const { default: texts } = await import(`@/lib/i18n/messages/${locale}/legacy.json`);
  expect(Object.keys(texts.terms.clauses)).toEqual([...TERMS_CLAUSES]);
});
