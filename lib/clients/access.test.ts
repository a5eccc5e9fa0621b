import { expect, it } from "vitest";
import type { Actor, Context } from "@/lib/context";
import { clientInput, colleague, testClients, tokenOf } from "@/lib/testing/clients";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { addSecret } from "./add-secret";
import { approveClient } from "./approve";
import { createClient } from "./create";
import { disableClient } from "./disable";
import { enableClient } from "./enable";
import { clientForm } from "./form";
import { listClients } from "./list";
import { setQuietDays } from "./quiet-days";
import { readClient } from "./read";
import { removeClients } from "./remove";
import { revokeSecret } from "./revoke-secret";
import { updateClient } from "./update";
import { verifyClient } from "./verify";

testDatabase();

type Company = Awaited<ReturnType<typeof testClients>>;
type Act = (ctx: Context, company: Company) => Promise<unknown>;

const read: Act = (ctx, { client }) => readClient(ctx, client);

const CHANGES: Record<string, Act> = {
  update: (ctx, { client }) => updateClient(ctx, { id: client.id, version: 1, description: "changed" }),
  disable: (ctx, { client }) => disableClient(ctx, client),
  enable: (ctx, { client }) => enableClient(ctx, client),
  "add a secret": (ctx, { client }) => addSecret(ctx, { id: client.id, olderEnds: "none" }),
  verify: (ctx, { client }) => verifyClient(ctx, { id: client.id, isVerified: true }),
  approve: (ctx, { client }) => approveClient(ctx, client),
  "let a secret close": async (ctx, { db, client }) => {
    const { id: secretId } = await db.clientSecret.findFirstOrThrow({ where: { clientId: client.id } });
    return setQuietDays(ctx, { id: client.id, secretId, closesAfterQuietDays: 7 });
  },
  "end a secret": async (ctx, { db, client }) => {
    const { id: secretId } = await db.clientSecret.findFirstOrThrow({ where: { clientId: client.id } });
    return revokeSecret(ctx, { id: client.id, secretId });
  },
  remove: (ctx, { client }) => removeClients(ctx, { ids: [client.id], confirmation: client.name }),
};
const READS: Record<string, Act> = { list: (ctx) => listClients(ctx, {}), read };
const WRITES: Record<string, Act> = {
  ...CHANGES,
  form: (ctx) => clientForm(ctx),
  create: (ctx, { issuer }) => createClient(ctx, clientInput(issuer)),
};

/** The name of the refusal, or `ok`; `last_secret` is past the gate. */
async function outcomeOf(act: Act, actor: Actor, company: Company): Promise<string> {
  try {
    await act(await testContext({ actor }), company);
    return "ok";
  } catch (error) {
    const { name } = error as { name: string };
    return name === "last_secret" ? "ok" : name;
  }
}

it.each(Object.entries({ ...READS, ...WRITES }))("asks who may: %s", async (name, act) => {
  const company = await testClients();
  const { issuer } = company;
  const [needed, other] = name in READS ? ["read", "write"] : ["write", "read"];
  const outcome = (actor: Actor) => outcomeOf(act, actor, company);
  expect(await outcome({ kind: "nobody" })).toBe("sign_in_required");
  expect(await outcome(await colleague(issuer, "member"))).toBe("forbidden");
  expect(await outcome(tokenOf(issuer, [`postern:clients:${other}`, "postern:tokens:write"]))).toBe(
    "insufficient_scope",
  );
  expect(await outcome(tokenOf(issuer, [`postern:clients:${needed}`], "member"))).toBe("forbidden");
  expect(await outcome(await colleague(issuer, "admin"))).toBe("ok");
});

it.each(Object.entries(WRITES).filter(([name]) => name !== "form"))(
  "lets a token with the context do it: %s",
  async (_name, act) => {
    const company = await testClients();
    expect(await outcomeOf(act, tokenOf(company.issuer, ["postern:clients:write"]), company)).toBe("ok");
  },
);

it("never crosses from one company to another: theirs is not found, and nothing of it changes", async () => {
  const [mine, theirs] = [await testClients(), await testClients()];
  const rows = () =>
    theirs.db.client.findMany({ where: { companyId: theirs.company.id }, include: { secrets: true, grants: true } });
  const before = await rows();
  for (const [name, act] of Object.entries({ read, ...CHANGES }))
    expect([name, await outcomeOf(act, mine.actor, theirs)]).toEqual([name, "not_found"]);
  expect(await rows()).toEqual(before);
  const listed = (await listClients(mine.ctx, {})).items.map(({ id }) => id);
  expect(listed).toEqual([mine.client.id]);
  const both = { ids: [mine.client.id, theirs.client.id], confirmation: mine.client.name };
  expect(await removeClients(mine.ctx, both)).toEqual({ removed: [mine.client.id] });
  expect(await rows()).toEqual(before);
});
