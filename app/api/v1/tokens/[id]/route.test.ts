import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { callApi, refusalOf } from "@/lib/testing/api";
import { testDatabase } from "@/lib/testing/database";
import { issuePersonal, testIssuer } from "@/lib/testing/issued";
import { verifyCredential } from "@/lib/verify/verify";
import * as list from "../route";
import * as one from "./route";

testDatabase();

const PATH = "/api/v1/tokens";

async function caller() {
  const issuer = await testIssuer();
  const scopes = ["postern:tokens:read", "postern:tokens:write"];
  return { issuer, ...(await issuePersonal(issuer, { scopes })) };
}

type Token = { id: string; state: string; revoked: unknown };

describe("204", () => {
  it("revokes for the very next call, as often as it is asked (#426, #427)", async () => {
    const { token, issuer } = await caller();
    const doomed = await issuePersonal(issuer);
    for (let time = 0; time < 2; time++)
      expect((await callApi(one, `${PATH}/${doomed.id}`, { method: "DELETE", token })).status).toBe(204);
    const presented = { scheme: "bearer", token: doomed.token } as const;
    expect(await verifyCredential({ now: new Date() }, presented)).toEqual({ active: false, reason: "revoked" });
    const { body } = await callApi<Token>(one, `${PATH}/${doomed.id}`, { token });
    expect(body).toMatchObject({ state: "revoked", revoked: { reason: null } });
  });

  it("lets a token end itself: its next call is refused", async () => {
    const { token, id } = await caller();
    expect((await callApi(one, `${PATH}/${id}`, { method: "DELETE", token })).status).toBe(204);
    expect(refusalOf(await callApi(list, PATH, { token }))).toEqual([401, "invalid_token"]);
  });
});

describe("404", () => {
  it("for another company's token, for none, and for what is no id: all the same (#399, #453)", async () => {
    const { token } = await caller();
    const theirs = await issuePersonal(await testIssuer());
    for (const id of [theirs.id, randomUUID(), "undefined", "1", "%00", "..", "null"])
      for (const method of ["GET", "DELETE"] as const)
        expect(refusalOf(await callApi(one, `${PATH}/${id}`, { method, token }))).toEqual([404, "not_found"]);
  });
});

it("405 with the methods that there are, whatever an override header says (#338)", async () => {
  const { token, id } = await caller();
  const headers = { "x-http-method-override": "GET" };
  const answer = await callApi(one, `${PATH}/${id}`, { method: "PUT", token, headers });
  expect([...refusalOf(answer), answer.headers.get("allow")]).toEqual([405, "method_not_allowed", "GET, HEAD, DELETE"]);
});
