import { expect, it } from "vitest";
import { testClients } from "@/lib/testing/clients";
import { testDatabase } from "@/lib/testing/database";
import { disableClient } from "./disable";
import { removeClients } from "./remove";
import { updateClient } from "./update";

testDatabase();

const AT_ONCE = 50;

it(`lets one of ${AT_ONCE} edits at once through (#406)`, async () => {
  const { db, ctx, make, events } = await testClients();
  const { id } = await make();
  const edit = (index: number) => updateClient(ctx, { id, version: 1, description: `edit ${index}` });
  const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, (_, index) => edit(index)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "changed_meanwhile" });
  expect(await db.client.findUnique({ where: { id } })).toMatchObject({ version: 2 });
  expect(await events("client.updated")).toHaveLength(1);
});

it(`disables and removes once, with one line each, when ${AT_ONCE} ask at once`, async () => {
  const { ctx, client, events } = await testClients();
  await Promise.all(Array.from({ length: AT_ONCE }, () => disableClient(ctx, client)));
  expect(await events("client.disabled")).toHaveLength(1);
  const remove = () => removeClients(ctx, { ids: [client.id], confirmation: client.name });
  const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, remove));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await events("client.removed")).toHaveLength(1);
});
