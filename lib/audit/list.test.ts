import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/context";
import { testCompany, testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { listEvents } from "./list";
import { readEvent } from "./read";
import { record } from "./record";
import { eventQuerySchema } from "./schema";

testDatabase();

type Company = Awaited<ReturnType<typeof testCompany>>;
type Line = {
  at?: string;
  action?: Parameters<typeof record>[1]["action"];
  target?: string;
  refused?: boolean;
  by?: Actor;
};

async function write(
  { company, actor }: Company,
  { at = "2026-11-24T12:00:00Z", action, target, refused, by }: Line = {},
) {
  const ctx = await testContext({ actor: by ?? actor, now: new Date(at) });
  await record(ctx, {
    action: action ?? "client.updated",
    companyId: company.id,
    target: { kind: "client", id: target ?? "c1", name: "Client" },
    details: { "name.before": "a", "name.after": "b" },
    outcome: refused ? "refused" : "done",
  });
  return ctx.origin.requestId;
}

const list = async ({ actor }: Company, query: Record<string, string> = {}) =>
  listEvents(await testContext({ actor }), eventQuerySchema.parse(query));
const targets = async (company: Company, query: Record<string, string>) =>
  (await list(company, query)).items.map(({ target }) => target?.id);

it("gives each event with the names of its moment, newest first", async () => {
  const company = await testCompany();
  const requestId = await write(company, { at: "2026-11-24T12:00:00.123Z" });
  await write(company, { at: "2026-11-24T13:00:00Z", target: "c2" });
  const { items, total, next } = await list(company);
  expect([items.map(({ target }) => target?.id), total, next]).toEqual([["c2", "c1"], 2, null]);
  expect(items[1]).toEqual({
    id: expect.any(String),
    at: new Date("2026-11-24T12:00:00.123Z"),
    actor: { kind: "person", id: company.user.id, name: company.user.name },
    action: "client.updated",
    target: { kind: "client", id: "c1", name: "Client" },
    details: { "name.before": "a", "name.after": "b" },
    outcome: "done",
    ip: "203.0.113.7",
    userAgent: "test",
    requestId,
  });
});

describe("the filters", () => {
  it("narrow by action, actor, target, request, address and outcome", async () => {
    const company = await testCompany();
    const other: Actor = { kind: "client", clientId: "client-1", name: "Partner", companyId: company.company.id };
    const requestId = await write(company, { target: "a" });
    await write(company, { target: "b", action: "grant.revoked" });
    await write(company, { target: "c", action: "legacy_key.reveal_refused", refused: true });
    await write(company, { target: "d", by: other });
    expect(await targets(company, { action: "grant.revoked" })).toEqual(["b"]);
    expect((await targets(company, { action: "grant.revoked,client.updated" })).sort()).toEqual(["a", "b", "d"]);
    expect(await targets(company, { outcome: "refused" })).toEqual(["c"]);
    expect(await targets(company, { actor: "client-1" })).toEqual(["d"]);
    expect(await targets(company, { target: "b" })).toEqual(["b"]);
    expect(await targets(company, { request: requestId })).toEqual(["a"]);
    expect(
      await targets(company, {
        address: "203.0.113.7",
        outcome: "done",
        action: "client.updated",
        actor: company.user.id,
      }),
    ).toEqual(["a"]);
    expect(await targets(company, { address: "203.0.113.8" })).toEqual([]);
  });

  it("find a piece of the name of who acted or of what was acted on, in any case", async () => {
    const company = await testCompany();
    const partner: Actor = { kind: "client", clientId: "client-1", name: "Partner", companyId: company.company.id };
    await write(company, { target: "a" });
    await write(company, { target: "b", by: partner });
    expect(await targets(company, { search: "PART" })).toEqual(["b"]);
    expect((await targets(company, { search: " client " })).sort()).toEqual(["a", "b"]);
    expect(await targets(company, { search: "nobody" })).toEqual([]);
    expect(await targets(company, { search: "part", actor: company.user.id })).toEqual([]);
  });

  it("take whole days of the zone that is named, and both of them", async () => {
    const company = await testCompany();
    // In Paris the 25th of October 2026 lasts 25 hours.
    const instants = [
      "2026-10-24T21:59:59.999Z",
      "2026-10-24T22:00:00Z",
      "2026-10-25T22:59:59.999Z",
      "2026-10-25T23:00:00Z",
    ];
    for (const [index, at] of instants.entries()) await write(company, { at, target: `e${index}` });
    const day = { from: "2026-10-25", to: "2026-10-25" };
    expect(await targets(company, { ...day, zone: "Europe/Paris" })).toEqual(["e2", "e1"]);
    expect(await targets(company, day)).toEqual(["e3", "e2"]);
    expect(await targets(company, { from: "2026-10-26", zone: "Europe/Paris" })).toEqual(["e3"]);
    expect(await targets(company, { to: "2026-10-24", zone: "Europe/Paris" })).toEqual(["e0"]);
    await expect(list(company, { ...day, zone: "Nowhere/Here" })).rejects.toMatchObject({ name: "invalid_input" });
  });

  it("refuse what they do not know (#455)", () => {
    for (const query of [
      { action: "x" },
      { outcome: "y" },
      { from: "2026-02-30" },
      { actor: "a\u0000" },
      { search: "a\u0000" },
      { size: "0" },
    ])
      expect(eventQuerySchema.safeParse(query).success).toBe(false);
    expect(eventQuerySchema.parse({ action: "", actor: "", from: "" })).toEqual({});
  });
});

it("comes page by page without a gap, events of the same millisecond included", async () => {
  const company = await testCompany();
  for (let index = 0; index < 7; index++)
    await write(company, { target: `t${index}`, ...(index > 4 && { at: "2026-11-23T00:00:00Z" }) });
  const seen: (string | undefined)[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(company, { size: "2", ...(cursor && { cursor }) });
    expect(page.total).toBe(7);
    seen.push(...page.items.map(({ target }) => target?.id));
    cursor = page.next;
  } while (cursor);
  expect(seen.toSorted()).toEqual(Array.from({ length: 7 }, (_, index) => `t${index}`));
  await expect(list(company, { cursor: "x" })).rejects.toMatchObject({ name: "invalid_cursor" });
});

it("is for owners, admins, and tokens with log:read, and never another company's (#399)", async () => {
  const [company, other] = [await testCompany(), await testCompany()];
  await write(other);
  expect((await list(company)).items).toEqual([]);
  const [event] = (await list(other)).items;
  if (!event) throw new Error("no event");
  expect(await readEvent(await testContext({ actor: other.actor }), { id: event.id })).toEqual(event);
  await expect(readEvent(await testContext({ actor: company.actor }), { id: event.id })).rejects.toMatchObject({
    name: "not_found",
  });
  const as = async (actor: Actor) => listEvents(await testContext({ actor }), {});
  const { membership } = other.actor;
  expect((await as({ ...other.actor, membership: { ...membership, role: "admin" } })).total).toBe(1);
  await expect(as({ ...other.actor, membership: { ...membership, role: "member" } })).rejects.toMatchObject({
    name: "forbidden",
  });
  const token = {
    kind: "token",
    tokenId: "t",
    name: "t",
    userId: "u",
    companyId: other.company.id,
    role: "admin",
  } as const;
  expect((await as({ ...token, scopes: ["postern:log:read"] })).total).toBe(1);
  await expect(as({ ...token, scopes: ["postern:tokens:read"] })).rejects.toMatchObject({ name: "insufficient_scope" });
});
