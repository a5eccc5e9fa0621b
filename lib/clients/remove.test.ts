import { describe, expect, it } from "vitest";
import { stale, testClients, tokenOf } from "@/lib/testing/clients";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess } from "@/lib/testing/issued";
import { verifyCredential } from "@/lib/verify/verify";
import { disableClient } from "./disable";
import { enableClient } from "./enable";
import { removeClients } from "./remove";

testDatabase();

describe("removing", () => {
  it("ends the client, its authorizations and its tokens together, and keeps the rows", async () => {
    const { db, ctx, issuer, client, user, events } = await testClients();
    const { token } = await issueAccess(issuer);
    expect(await removeClients(ctx, { ids: [client.id], confirmation: client.name })).toEqual({ removed: [client.id] });
    expect(await verifyCredential(ctx, { scheme: "bearer", token })).toMatchObject({ active: false });
    expect(await db.client.findUnique({ where: { id: client.id } })).toMatchObject({ removedAt: ctx.now });
    expect(await db.grant.findMany({ where: { clientId: client.id } })).toMatchObject([
      { revokedAt: ctx.now, revokedById: user.id, revokedReason: "client_removed" },
    ]);
    expect(await events("client.removed")).toMatchObject([
      { targetId: client.id, targetName: client.name, details: { endedGrants: 1 } },
    ]);
  });

  it("takes several at once, each with a line of its own, and passes over those that are gone", async () => {
    const { ctx, issuer, make, events } = await testClients();
    const ids = [(await make()).id, (await make()).id, (await make()).id];
    const gone = ids.slice(0, 1);
    const token = await testContext({ actor: tokenOf(issuer, ["postern:clients:write"]) });
    await removeClients(token, { ids: gone, confirmation: "" });
    const { removed } = await removeClients(ctx, { ids, confirmation: "2" });
    expect(removed.toSorted()).toEqual(ids.slice(1).toSorted());
    expect(await events("client.removed")).toHaveLength(3);
    await expect(removeClients(ctx, { ids, confirmation: "" })).rejects.toMatchObject({ name: "not_found" });
  });

  it("asks a person for a recent sign-in and the typed name (#407), and a token for neither", async () => {
    const { db, ctx, issuer, actor, client } = await testClients();
    const input = { ids: [client.id], confirmation: client.name };
    await expect(removeClients({ ...ctx, actor: stale(actor) }, input)).rejects.toMatchObject({
      name: "fresh_sign_in_required",
    });
    await expect(removeClients(ctx, { ...input, confirmation: "other" })).rejects.toMatchObject({
      fields: { confirmation: { code: "confirmationDiffers" } },
    });
    expect(await db.client.findUnique({ where: { id: client.id } })).toMatchObject({ removedAt: null });
    const token = await testContext({ actor: tokenOf(issuer, ["postern:clients:write"]) });
    await removeClients(token, { ids: [client.id], confirmation: "" });
  });
});

describe("disabling", () => {
  it("stops the tokens at once, and enabling lets them work again", async () => {
    const { ctx, issuer, client, events } = await testClients();
    const { token } = await issueAccess(issuer);
    const verdict = () => verifyCredential(ctx, { scheme: "bearer", token });
    await disableClient(ctx, client);
    expect(await verdict()).toMatchObject({ active: false, reason: "client_disabled" });
    await disableClient(ctx, client);
    expect(await events("client.disabled")).toHaveLength(1);
    await enableClient(ctx, client);
    expect(await verdict()).toMatchObject({ active: true });
    expect(await events("client.enabled")).toHaveLength(1);
  });

  it("does nothing to a removed client", async () => {
    const { ctx, client } = await testClients();
    await removeClients(ctx, { ids: [client.id], confirmation: client.name });
    for (const act of [disableClient, enableClient])
      await expect(act(ctx, client)).rejects.toMatchObject({ name: "not_found" });
  });
});
