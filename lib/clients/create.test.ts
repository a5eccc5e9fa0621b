import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { kindOf } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { clientInput, codeClientInput, testClients } from "@/lib/testing/clients";
import { testDatabase } from "@/lib/testing/database";
import { createClient } from "./create";
import { clientForm } from "./form";

testDatabase();

describe("a client that acts for itself", () => {
  it("has a key, a secret that only its hash remembers, and stands authorized for its group", async () => {
    const { db, ctx, make, events, group, user } = await testClients();
    const { id, key, secret } = await make({ name: "Nightly export" });
    expect(key).toMatch(/^[0-9A-Za-z]{20}$/);
    expect(kindOf(secret?.reveal() ?? "")).toBe("clientSecret");
    const row = await db.client.findUniqueOrThrow({ where: { id }, include: { grants: true, secrets: true } });
    expect(row).toMatchObject({ grantType: "client_credentials", isPublic: false, redirectUris: [], version: 1 });
    expect(row).toMatchObject({ createdById: user.id, createdAt: ctx.now, permissionGroupId: group.id });
    expect(row.secrets).toMatchObject([{ hint: secret?.hint, expiresAt: null, revokedAt: null }]);
    const hashed = { secretHash: hashOf(secret?.reveal() ?? "") };
    expect(await db.clientSecret.count({ where: { clientId: id, ...hashed } })).toBe(1);
    expect(row.grants).toMatchObject([
      { userId: null, grantType: "client_credentials", createdById: user.id, revokedAt: null },
    ]);
    expect(row.grants[0]?.scopes.toSorted()).toEqual(["labels", "open:read", "stock"]);
    expect(await events("client.created")).toMatchObject([{ targetId: id, targetName: "Nightly export" }]);
    expect(await events("grant.created")).toMatchObject([{ targetId: row.grants[0]?.id }]);
    expect(JSON.stringify(await events("client.created"))).not.toContain(secret?.reveal());
  });
});

describe("a client that acts for people", () => {
  it("has its callback URLs and a secret, and no authorization before somebody consents", async () => {
    const { db, ctx, issuer } = await testClients();
    const made = await createClient(ctx, codeClientInput(issuer));
    const row = await db.client.findUniqueOrThrow({ where: { id: made.id }, include: { grants: true } });
    expect(row).toMatchObject({ redirectUris: ["https://client.example/cb"], grants: [] });
    expect(made).toMatchObject({ outcome: "created", secret: expect.anything() });
  });

  it("has no secret when it is public (RFC 6749 §2.1)", async () => {
    const { db, ctx, issuer } = await testClients();
    const made = await createClient(ctx, codeClientInput(issuer, { isPublic: "on" }));
    expect(made).toMatchObject({ outcome: "created", secret: null });
    expect(await db.clientSecret.count({ where: { clientId: made.id } })).toBe(0);
  });
});

describe("refuses", () => {
  it("a name that another living client of the company has, in whatever case, and leaves nothing behind", async () => {
    const { db, ctx, issuer, make, company } = await testClients();
    const { id } = await make({ name: "Shop" });
    const before = await db.auditEvent.count({ where: { companyId: company.id } });
    await expect(createClient(ctx, clientInput(issuer, { name: "SHOP" }))).rejects.toMatchObject({
      name: "name_taken",
      fields: { name: { code: "nameTaken" } },
    });
    expect(await db.auditEvent.count({ where: { companyId: company.id } })).toBe(before);
    await db.client.update({ where: { id }, data: { removedAt: new Date() } });
    await expect(createClient(ctx, clientInput(issuer, { name: "SHOP" }))).resolves.toMatchObject({
      outcome: "created",
    });
  });

  it("another company's group and API, and one that every company shares", async () => {
    const [mine, theirs] = [await testClients(), await testClients()];
    const refused = (given: Record<string, unknown>) => createClient(mine.ctx, clientInput(mine.issuer, given));
    await expect(refused({ permissionGroupId: theirs.group.id })).rejects.toMatchObject({
      name: "invalid_input",
      fields: { permissionGroupId: { code: "notOffered" } },
    });
    const shared = await mine.db.api.findUniqueOrThrow({ where: { audience: openAudience() } });
    for (const { id } of [theirs.api, shared])
      await expect(refused({ resourceServerId: id })).rejects.toMatchObject({
        fields: { resourceServerId: { code: "notOffered" } },
      });
    await expect(refused({ resourceServerId: mine.api.id })).resolves.toMatchObject({ outcome: "created" });
  });

  it("a public client that would introspect (RFC 7662 §2.1)", async () => {
    const { ctx, issuer, api } = await testClients();
    const input = codeClientInput(issuer, { isPublic: true, resourceServerId: api.id });
    await expect(createClient(ctx, input)).rejects.toMatchObject({
      fields: { resourceServerId: { code: "publicCannotIntrospect" } },
    });
  });
});

it("answers a form that is sent again with what it made, and without the secret", async () => {
  const { ctx, issuer } = await testClients();
  const input = clientInput(issuer, { submissionKey: randomUUID() });
  const first = await createClient(ctx, input);
  expect(await createClient(ctx, input)).toEqual({ outcome: "already_submitted", id: first.id, key: first.key });
});

it("compares names as they are written, % and _ included", async () => {
  const { ctx, issuer, make } = await testClients();
  await make({ name: "100_% Shop" });
  await expect(createClient(ctx, clientInput(issuer, { name: "100_% SHOP" }))).rejects.toMatchObject({
    name: "name_taken",
  });
  await expect(make({ name: "1000% Shop" })).resolves.toMatchObject({ outcome: "created" });
});

it("tells nothing of another company's form", async () => {
  const [mine, theirs] = [await testClients(), await testClients()];
  const submissionKey = randomUUID();
  await createClient(theirs.ctx, clientInput(theirs.issuer, { submissionKey }));
  await expect(createClient(mine.ctx, clientInput(mine.issuer, { submissionKey }))).rejects.toMatchObject({
    name: "already_submitted",
  });
});

it("offers the company's groups and APIs to the form, and nobody else's", async () => {
  const { ctx, group, api } = await testClients();
  await testClients();
  const form = await clientForm(ctx);
  expect(form.groups.map(({ id }) => id)).toEqual([group.id]);
  expect(form.groups[0]?.scopes.map(({ key }) => key).toSorted()).toEqual(["labels", "open:read", "stock"]);
  expect(form.apis.map(({ id }) => id)).toEqual([api.id]);
});
