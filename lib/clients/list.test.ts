import { describe, expect, it } from "vitest";
import { createClient } from "@/lib/clients/create";
import { codeClientInput, colleague, testClients } from "@/lib/testing/clients";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { disableClient } from "./disable";
import { listClients } from "./list";
import { readClient } from "./read";
import { removeClients } from "./remove";

testDatabase();

describe("the list", () => {
  it("shows what each client is, with the hints of its live secrets", async () => {
    const { db, ctx, make, group } = await testClients();
    const { id, secret } = await make({ name: "Shop", description: "Sells things" });
    await db.client.update({ where: { id }, data: { useCount: 3n, lastUsedAt: ctx.now } });
    const { items, total, next } = await listClients(ctx, {});
    expect({ total, next }).toEqual({ total: 2, next: null });
    expect(items[0]).toMatchObject({
      id,
      name: "Shop",
      description: "Sells things",
      status: "active",
      group: { id: group.id, name: group.name },
      liveSecrets: [{ hint: secret?.hint, expiresAt: null, lastUsedAt: null }],
      liveAuthorizations: 1,
      useCount: 3,
      lastUsedAt: ctx.now,
    });
  });

  it("searches name, key and description, where % and _ mean themselves", async () => {
    const { ctx, make } = await testClients();
    const { id, key } = await make({ name: "100%_Sure", description: "Reports" });
    await make({ name: "100 percent sure" });
    for (const search of ["100%_s", key.slice(3).toUpperCase(), "REPORT"])
      expect((await listClients(ctx, { search })).items.map((item) => item.id)).toEqual([id]);
    expect((await listClients(ctx, { search: "\\" })).total).toBe(0);
  });

  it("filters by grant type, status and group; the removed are shown when asked for", async () => {
    const { ctx, make, client, group } = await testClients();
    const [off, gone] = [await make(), await make()];
    await disableClient(ctx, off);
    const { name } = await readClient(ctx, gone);
    await removeClients(ctx, { ids: [gone.id], confirmation: name });
    const idsOf = async (query: Parameters<typeof listClients>[1]) =>
      (await listClients(ctx, query)).items.map(({ id }) => id);
    expect(await idsOf({})).toEqual([off.id, client.id]);
    expect(await idsOf({ status: "active" })).toEqual([client.id]);
    expect(await idsOf({ status: "disabled" })).toEqual([off.id]);
    expect(await idsOf({ status: "removed" })).toEqual([gone.id]);
    expect(await idsOf({ grantType: "client_credentials" })).toEqual([off.id]);
    expect(await idsOf({ permissionGroupId: group.id })).toHaveLength(2);
    expect(await idsOf({ permissionGroupId: client.id })).toEqual([]);
  });

  it("goes on from page to page and meets each client once", async () => {
    const { ctx, make, client } = await testClients();
    const made = [client.id];
    for (let i = 0; i < 4; i++) made.unshift((await make()).id);
    const met: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listClients(ctx, { size: 2, cursor });
      expect(page.total).toBe(5);
      met.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(met.toSorted()).toEqual(made.toSorted());
    await expect(listClients(ctx, { cursor: "x" })).rejects.toMatchObject({ name: "invalid_cursor" });
  });
});

describe("the detail", () => {
  it("shows everything but the secret: never more than its last four characters (#404)", async () => {
    const { ctx, issuer, make, user, api } = await testClients();
    const { id, secret } = await make({ siteUrl: "https://client.example", resourceServerId: api.id });
    const detail = await readClient(ctx, { id });
    expect(detail).toMatchObject({
      version: 1,
      siteUrl: "https://client.example",
      resourceServer: { id: api.id, name: api.name },
      createdBy: { id: user.id, name: user.name },
      secrets: [{ hint: secret?.hint, state: "active", createdAt: ctx.now, expiresAt: null, lastUsedAt: null }],
    });
    expect(detail.group.scopes).toHaveLength(3);
    const admin = await testContext({ actor: await colleague(issuer, "admin") });
    for (const text of [
      JSON.stringify(await readClient(admin, { id })),
      JSON.stringify(await listClients(admin, {})),
    ]) {
      expect(text).not.toContain(secret?.reveal().slice(-5));
      expect(text).not.toMatch(/secretHash|submissionKey/);
    }
  });

  it("keeps ended secrets and removed clients as history", async () => {
    const { db, ctx, make } = await testClients();
    const { id } = await make({ name: "Shop" });
    await db.clientSecret.updateMany({ where: { clientId: id }, data: { expiresAt: ctx.now } });
    await removeClients(ctx, { ids: [id], confirmation: "Shop" });
    const detail = await readClient(ctx, { id });
    expect(detail).toMatchObject({ status: "removed", removedAt: ctx.now, liveSecrets: [], liveAuthorizations: 0 });
    expect(detail.secrets).toMatchObject([{ state: "ended", expiresAt: ctx.now }]);
  });

  it("has the callback URLs of a client that acts for people", async () => {
    const { ctx, issuer } = await testClients();
    const { id } = await createClient(ctx, codeClientInput(issuer, { isPublic: true }));
    expect(await readClient(ctx, { id })).toMatchObject({
      redirectUris: ["https://client.example/cb"],
      isPublic: true,
      secrets: [],
    });
  });
});
