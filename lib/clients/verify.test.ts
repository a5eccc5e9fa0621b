import { expect, it } from "vitest";
import { testClients } from "@/lib/testing/clients";
import { testDatabase } from "@/lib/testing/database";
import { approveClient } from "./approve";
import { listClients } from "./list";
import { readClient } from "./read";
import { verifyClient } from "./verify";

testDatabase();

it("marks a client as checked and takes the mark away, each with one line in the log", async () => {
  const { ctx, make, user, events } = await testClients();
  const { id } = await make();
  const mark = (isVerified: boolean) => verifyClient(ctx, { id, isVerified });
  await mark(true);
  await mark(true);
  expect(await readClient(ctx, { id })).toMatchObject({
    isVerified: true,
    verifiedAt: ctx.now,
    verifiedBy: { id: user.id, name: user.name },
  });
  await mark(false);
  await mark(false);
  expect(await readClient(ctx, { id })).toMatchObject({ isVerified: false, verifiedAt: null, verifiedBy: null });
  expect([await events("client.verified"), await events("client.unverified")]).toMatchObject([
    [{ targetId: id }],
    [{ targetId: id }],
  ]);
});

it("lets an application in that waits for it, once", async () => {
  const { db, ctx, make, events } = await testClients();
  const { id } = await make();
  await db.client.update({ where: { id }, data: { origin: "dynamic", awaitsApprovalSince: ctx.now } });
  const listed = async () => (await listClients(ctx, {})).items.find((client) => client.id === id);
  expect(await listed()).toMatchObject({ origin: "dynamic", awaitsApproval: true });
  await approveClient(ctx, { id });
  await approveClient(ctx, { id });
  expect(await listed()).toMatchObject({ awaitsApproval: false });
  expect(await events("client.approved")).toMatchObject([{ targetId: id }]);
});

it("does neither to a client of another company", async () => {
  const { client } = await testClients();
  const { ctx } = await testClients();
  await expect(verifyClient(ctx, { id: client.id, isVerified: true })).rejects.toMatchObject({ name: "not_found" });
  await expect(approveClient(ctx, { id: client.id })).rejects.toMatchObject({ name: "not_found" });
});
