import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { callApi, refusalOf } from "@/lib/testing/api";
import { testDatabase } from "@/lib/testing/database";
import { issuePersonal, testIssuer } from "@/lib/testing/issued";
import * as tokens from "../tokens/[id]/route";
import * as one from "./[id]/route";
import * as route from "./route";

testDatabase();

const PATH = "/api/v1/events";

async function caller() {
  const issuer = await testIssuer();
  const scopes = ["postern:log:read", "postern:tokens:write"];
  return { issuer, ...(await issuePersonal(issuer, { scopes })) };
}

type Event = { id: string; action: string; at: string };
type Page = { items: Event[]; total: number };

it("tells what was done by the token that asks, and by nobody else's company (#399)", async () => {
  const [mine, other] = [await caller(), await caller()];
  for (const { issuer, token } of [mine, other]) {
    const doomed = await issuePersonal(issuer);
    await callApi(tokens, `/api/v1/tokens/${doomed.id}`, { method: "DELETE", token });
  }
  const { body } = await callApi<Page>(route, PATH, { token: mine.token });
  expect(body).toMatchObject({
    items: [
      { action: "personal_token.revoked", actor: { kind: "token", id: mine.id, name: "Test token" }, outcome: "done" },
    ],
    total: 1,
  });
  const [event] = body.items;
  const path = `${PATH}/${event?.id}`;
  expect((await callApi<Event>(one, path, { token: mine.token })).body).toEqual(event);
  expect(refusalOf(await callApi(one, path, { token: other.token }))).toEqual([404, "not_found"]);
  const today = event?.at.slice(0, 10);
  const total = async (query: string) =>
    (await callApi<Page>(route, `${PATH}?${query}`, { token: mine.token })).body.total;
  expect(await total(`from=${today}&to=${today}&actor=${mine.id}`)).toBe(1);
  expect(await total("action=client.created,client.removed")).toBe(0);
  expect(await total("to=2020-01-01")).toBe(0);
});

it("is never written or taken back through the API (#539)", async () => {
  const { token } = await caller();
  for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
    expect(refusalOf(await callApi(route, PATH, { method, token }))).toEqual([405, "method_not_allowed"]);
    expect(refusalOf(await callApi(one, `${PATH}/${randomUUID()}`, { method, token }))).toEqual([
      405,
      "method_not_allowed",
    ]);
  }
  for (const query of ["action=x", "outcome=x", "from=2026-02-30", "zone=Nowhere", "sort=at"])
    expect(refusalOf(await callApi(route, `${PATH}?${query}`, { token }))).toEqual([400, "invalid_input"]);
});
