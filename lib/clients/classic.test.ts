import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { hashesOf } from "@/lib/crypto/hash";
import { colleague, testClients } from "@/lib/testing/clients";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { codeClient, machineClient, ownClient } from "@/lib/testing/oauth";
import { activateClassic } from "./activate-classic";
import { classicClientSchema } from "./classic-schema";
import { readClient } from "./read";
import { switchClassic } from "./switch-classic";

testDatabase();

let made: Awaited<ReturnType<typeof testClients>>;
beforeAll(async () => {
  made = await testClients();
});

const input = (given: Record<string, unknown> = {}) =>
  classicClientSchema.parse({
    name: `Fax ${randomUUID()}`,
    permissionGroupId: made.group.id,
    redirectUris: ["https://fax.example/cb", "https://staging.fax.example/cb"],
    ...given,
  });
const refused = (name: string) => expect.objectContaining({ name });

describe("activating", () => {
  it("gives a client ID that begins with APIK-, a secret and several redirect URIs, and tells the log what it is", async () => {
    const { db, ctx } = made;
    const activated = await activateClassic(ctx, input());
    expect(activated).toMatchObject({ outcome: "created", key: expect.stringMatching(/^APIK-[0-9A-Za-z]{20}$/) });
    if (activated.outcome !== "created" || !activated.secret) throw new Error("no secret");
    const row = await db.client.findUniqueOrThrow({ where: { id: activated.id }, include: { secrets: true } });
    expect(row).toMatchObject({ isClassic: true, isPublic: false, grantType: "authorization_code" });
    expect(row.redirectUris).toEqual(["https://fax.example/cb", "https://staging.fax.example/cb"]);
    const secret = await db.clientSecret.findFirst({
      where: { clientId: activated.id, secretHash: { in: hashesOf(activated.secret.reveal()) } },
    });
    expect(secret).not.toBeNull();
    const [event] = await db.auditEvent.findMany({ where: { targetId: activated.id } });
    expect(event).toMatchObject({ action: "client.created", details: { isClassic: true, key: activated.key } });
    expect(JSON.stringify(event)).not.toContain(activated.secret.reveal());
  });

  it("happens once for one form, and says under its field what is wrong", async () => {
    const { ctx } = made;
    const form = input({ submissionKey: randomUUID() });
    const first = await activateClassic(ctx, form);
    expect(await activateClassic(ctx, form)).toEqual({ outcome: "already_submitted", id: first.id, key: first.key });
    await expect(activateClassic(ctx, input({ name: form.name }))).rejects.toEqual(refused("name_taken"));
    const foreign = input({ permissionGroupId: (await testIssuer()).group.id });
    await expect(activateClassic(ctx, foreign)).rejects.toMatchObject({
      fields: { permissionGroupId: { code: "notOffered" } },
    });
    for (const uris of [[], ["http://fax.example/cb"], ["https://fax.example/*"]])
      expect(classicClientSchema.safeParse({ ...form, redirectUris: uris }).success).toBe(false);
  });

  it("is for owners and admins, where a module offers something (X12)", async () => {
    const { db, company, issuer } = made;
    const member = await testContext({ actor: await colleague(issuer, "member") });
    await expect(activateClassic(member, input())).rejects.toEqual(refused("forbidden"));
    await expect(activateClassic(await testContext(), input())).rejects.toEqual(refused("sign_in_required"));
    const admin = await testContext({ actor: await colleague(issuer, "admin") });
    expect((await activateClassic(admin, input())).outcome).toBe("created");
    const { id: scopeId } = await db.scope.findFirstOrThrow({
      where: { api: { companyId: company.id }, key: "labels" },
    });
    const group = await db.permissionGroup.create({
      data: { companyId: company.id, name: `Group ${randomUUID()}`, scopes: { create: { scopeId } } },
    });
    await db.companyModule.deleteMany({ where: { companyId: company.id } });
    await expect(activateClassic(admin, input({ permissionGroupId: group.id }))).rejects.toMatchObject({
      fields: { permissionGroupId: { code: "allowsNothing" } },
    });
  });
});

describe("switching", () => {
  it("is written once with what was before, and back", async () => {
    const { ctx, issuer, events } = made;
    const { id } = ownClient(issuer);
    for (const isOn of [true, true, false, false]) await switchClassic(ctx, { id, isOn });
    const changes = (await events("client.updated")).filter(({ targetId }) => targetId === id);
    expect(changes.map(({ details }) => details)).toEqual([
      { "isClassic.before": false, "isClassic.after": true },
      { "isClassic.before": true, "isClassic.after": false },
    ]);
    expect(await readClient(ctx, { id })).toMatchObject({ isClassic: false, canBeClassic: true, version: 3 });
  });

  it("is for clients that a secret binds and that act for people, of one's own company", async () => {
    const { ctx, issuer } = made;
    for (const { id } of [await codeClient(issuer, { isPublic: true }), await machineClient(issuer)]) {
      await expect(switchClassic(ctx, { id, isOn: true })).rejects.toEqual(refused("unauthorized_client"));
      await switchClassic(ctx, { id, isOn: false });
      expect(await readClient(ctx, { id })).toMatchObject({ isClassic: false, canBeClassic: false, version: 1 });
    }
    const { client } = await testIssuer();
    await expect(switchClassic(ctx, { id: client.id, isOn: true })).rejects.toEqual(refused("not_found"));
    const member = await testContext({ actor: await colleague(issuer, "member") });
    await expect(switchClassic(member, { id: client.id, isOn: true })).rejects.toEqual(refused("forbidden"));
  });
});
