import { expect, it } from "vitest";
import { createClient } from "@/lib/clients/create";
import { codeClientInput, testClients } from "@/lib/testing/clients";
import { testDatabase } from "@/lib/testing/database";
import { clientChangesSchema } from "./schema";
import { updateClient } from "./update";

testDatabase();

it("changes what it names, once, and says before and after in the log", async () => {
  const { db, ctx, issuer, events } = await testClients();
  const { id } = await createClient(ctx, codeClientInput(issuer, { name: "Shop", siteUrl: "https://old.example" }));
  const redirectUris = ["https://client.example/cb", "https://client.example/2"];
  const changes = clientChangesSchema.parse({ id, version: 1, name: "Store", siteUrl: "", redirectUris });
  expect(await updateClient(ctx, changes)).toEqual({ version: 2 });
  expect(await db.client.findUnique({ where: { id } })).toMatchObject({
    name: "Store",
    siteUrl: null,
    redirectUris,
    version: 2,
    description: "",
  });
  const [event] = await events("client.updated");
  expect(event).toMatchObject({ targetId: id, targetName: "Store" });
  expect(event?.details).toEqual({
    "name.before": "Shop",
    "name.after": "Store",
    "siteUrl.before": "https://old.example",
    "siteUrl.after": null,
    "redirectUris.before": ["https://client.example/cb"],
    "redirectUris.after": redirectUris,
  });
});

it("leaves no trace when nothing changes", async () => {
  const { ctx, make, events } = await testClients();
  const { id } = await make({ name: "Shop" });
  expect(await updateClient(ctx, { id, version: 1, name: "Shop", description: "" })).toEqual({ version: 1 });
  expect(await events("client.updated")).toEqual([]);
});

it("refuses an edit of a version that is not there any more (#406)", async () => {
  const { ctx, make } = await testClients();
  const { id } = await make();
  await updateClient(ctx, { id, version: 1, description: "mine" });
  await expect(updateClient(ctx, { id, version: 1, description: "theirs" })).rejects.toMatchObject({
    name: "changed_meanwhile",
  });
});

it("refuses a name that is taken, and a choice that is not offered", async () => {
  const [mine, theirs] = [await testClients(), await testClients()];
  await mine.make({ name: "Shop" });
  const { id } = await mine.make();
  const change = (changes: object) => updateClient(mine.ctx, { id, version: 1, ...changes });
  await expect(change({ name: "shop" })).rejects.toMatchObject({
    name: "name_taken",
    fields: { name: { code: "nameTaken" } },
  });
  await expect(change({ permissionGroupId: theirs.group.id })).rejects.toMatchObject({ name: "invalid_input" });
  await expect(change({ resourceServerId: theirs.api.id })).rejects.toMatchObject({ name: "invalid_input" });
});

it("leaves a client that acts for people at least one callback URL, and one that acts for itself none", async () => {
  const { db, ctx, issuer, make } = await testClients();
  const code = await createClient(ctx, codeClientInput(issuer));
  await expect(updateClient(ctx, { id: code.id, version: 1, redirectUris: [] })).rejects.toMatchObject({
    fields: { redirectUris: { code: "required" } },
  });
  const { id } = await make();
  expect(await updateClient(ctx, { id, version: 1, redirectUris: ["https://client.example"] })).toEqual({ version: 1 });
  expect(await db.client.findUnique({ where: { id } })).toMatchObject({ redirectUris: [] });
});

it("makes a client that acts for people push its requests, and one that acts for itself never (RFC 9126 §6)", async () => {
  const { db, ctx, issuer, make, events } = await testClients();
  const ids = [(await createClient(ctx, codeClientInput(issuer, { requiresPar: "true" }))).id, (await make()).id];
  const rows = () => Promise.all(ids.map((id) => db.client.findUniqueOrThrow({ where: { id } })));
  expect((await rows()).map(({ requiresPar }) => requiresPar)).toEqual([true, false]);
  for (const [index, requiresPar] of [false, true].entries())
    await updateClient(ctx, { id: ids[index] ?? "", version: 1, requiresPar });
  expect((await rows()).map(({ requiresPar, version }) => [requiresPar, version])).toEqual([
    [false, 2],
    [false, 1],
  ]);
  expect((await events("client.updated")).map(({ details }) => details)).toEqual([
    { "requiresPar.before": true, "requiresPar.after": false },
  ]);
});

it("gives the standing authorization the contexts of the new group, and touches no person's", async () => {
  const { db, ctx, issuer, make, company, user, events } = await testClients();
  const stock = await db.scope.findFirstOrThrow({ where: { key: "stock", apiId: issuer.api.id } });
  const narrow = await db.permissionGroup.create({
    data: { companyId: company.id, name: "Narrow", scopes: { create: { scopeId: stock.id } } },
  });
  const { id } = await make();
  const code = await createClient(ctx, codeClientInput(issuer));
  const grant = { companyId: company.id, clientId: code.id, userId: user.id, grantType: "authorization_code" };
  await db.grant.create({ data: { ...grant, scopes: ["labels"] } });
  for (const one of [id, code.id]) await updateClient(ctx, { id: one, version: 1, permissionGroupId: narrow.id });
  expect((await events("client.updated"))[0]?.details).toEqual({
    "permissionGroup.before": issuer.group.name,
    "permissionGroup.after": "Narrow",
  });
  const scopesOf = async (clientId: string) => (await db.grant.findFirstOrThrow({ where: { clientId } })).scopes;
  expect(await scopesOf(id)).toEqual(["stock"]);
  expect(await scopesOf(code.id)).toEqual(["labels"]);
});
