import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { callApi, refusalOf } from "@/lib/testing/api";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issuePersonal, testIssuer } from "@/lib/testing/issued";
import { verifyCredential } from "@/lib/verify/verify";
import * as restore from "./[id]/restore/route";
import * as one from "./[id]/route";
import * as route from "./route";

testDatabase();

const PATH = "/api/v1/grants";
const ALL = ["postern:grants:read", "postern:grants:write"];

async function caller(scopes = ALL) {
  const issuer = await testIssuer();
  return { issuer, token: (await issuePersonal(issuer, { scopes })).token };
}

type Grant = { id: string; status: string };
type Page = { items: Grant[]; total: number };

it("lists, reads and takes back an authorization, with its tokens at once", async () => {
  const { issuer, token } = await caller();
  const { grant, token: access } = await issueAccess(issuer);
  const listed = await callApi<Page>(route, PATH, { token });
  expect(listed.body).toMatchObject({
    items: [{ id: grant.id, status: "live", client: { key: issuer.client.key }, person: { id: issuer.user.id } }],
    total: 1,
  });
  const path = `${PATH}/${grant.id}`;
  expect((await callApi<Grant>(one, path, { token })).body).toEqual(listed.body.items[0]);
  const works = async () => (await verifyCredential({ now: new Date() }, { scheme: "bearer", token: access })).active;
  expect(await works()).toBe(true);
  for (let time = 0; time < 2; time++) expect((await callApi(one, path, { method: "DELETE", token })).status).toBe(204);
  expect(await works()).toBe(false);
  expect((await callApi<Page>(route, PATH, { token })).body.total).toBe(0);
  expect((await callApi<Page>(route, `${PATH}?status=revoked`, { token })).body.items).toMatchObject([
    { id: grant.id, revoked: { by: issuer.user.name } },
  ]);
});

it("takes back with grants:write alone", async () => {
  const { issuer, token } = await caller(["postern:grants:write"]);
  const { grant } = await issueAccess(issuer);
  expect((await callApi(one, `${PATH}/${grant.id}`, { method: "DELETE", token })).status).toBe(204);
  expect((await callApi(one, `${PATH}/${grant.id}`, { token })).status).toBe(403);
});

it("gives back what an admin gave, and not what a person did", async () => {
  const { issuer, token } = await caller();
  const { db, company, group } = issuer;
  const client = await db.client.create({
    data: {
      companyId: company.id,
      key: randomUUID(),
      name: "Job",
      grantType: "client_credentials",
      permissionGroupId: group.id,
    },
  });
  const own = await db.grant.create({
    data: { companyId: company.id, clientId: client.id, grantType: "client_credentials", scopes: ["stock"] },
  });
  const again = (id: string) => callApi<Grant>(restore, `${PATH}/${id}/restore`, { method: "POST", token });
  expect(refusalOf(await again(own.id))).toEqual([409, "already_exists"]);
  await callApi(one, `${PATH}/${own.id}`, { method: "DELETE", token });
  const restored = await again(own.id);
  expect([restored.status, restored.headers.get("location")]).toEqual([
    201,
    `http://localhost:3000${PATH}/${restored.body.id}`,
  ]);
  const { grant } = await issueAccess(issuer);
  await callApi(one, `${PATH}/${grant.id}`, { method: "DELETE", token });
  expect(refusalOf(await again(grant.id))).toEqual([403, "forbidden"]);
});

it("404 for another company's, for none, and for what is no id (#399)", async () => {
  const { token } = await caller();
  const { grant } = await issueAccess(await testIssuer());
  for (const id of [grant.id, randomUUID(), "x"]) {
    expect(refusalOf(await callApi(one, `${PATH}/${id}`, { token }))).toEqual([404, "not_found"]);
    expect(refusalOf(await callApi(one, `${PATH}/${id}`, { method: "DELETE", token }))).toEqual([404, "not_found"]);
    expect(refusalOf(await callApi(restore, `${PATH}/${id}/restore`, { method: "POST", token }))).toEqual([
      404,
      "not_found",
    ]);
  }
  expect(refusalOf(await callApi(route, `${PATH}?status=x`, { token }))).toEqual([400, "invalid_input"]);
});
