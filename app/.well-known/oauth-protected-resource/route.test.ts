import { expect, it } from "vitest";
import { adminAudience, openAudience } from "@/lib/apis/system";
import { testDatabase } from "@/lib/testing/database";
import { admitting } from "@/lib/testing/documents";
import { testIssuer } from "@/lib/testing/issued";
import { metadataUrl } from "@/lib/verify/challenge";
import { GET, OPTIONS, POST } from "./route";

testDatabase();

const read = (audience: string) => GET(new Request(metadataUrl(audience), { headers: { host: "evil.example" } }));
const scopesOf = async (audience: string) =>
  ((await (await read(audience)).json()) as { scopes_supported?: string[] }).scopes_supported;

it("tells of a company's API what RFC 9728 §3.2 asks, to any origin (#295)", async () => {
  const { audience, api } = await testIssuer();
  const response = await read(audience);
  expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  expect(await response.json()).toEqual({
    resource: audience,
    resource_name: api.name,
    authorization_servers: ["http://localhost:3000"],
    scopes_supported: expect.arrayContaining(["stock", "labels"]),
    bearer_methods_supported: ["header"],
    dpop_signing_alg_values_supported: expect.arrayContaining(["ES256"]),
  });
});

it("names what a client that comes by itself can have, where the company lets it come, and no empty list (#295)", async () => {
  const issuer = await testIssuer();
  const { db, audience, group } = issuer;
  const labels = await db.scope.findFirstOrThrow({ where: { apiId: issuer.api.id, key: "labels" } });
  await db.permissionGroupScope.deleteMany({ where: { groupId: group.id, scopeId: labels.id } });
  expect(await scopesOf(audience)).toHaveLength(2);
  await admitting(issuer, { agentPolicy: "ask" });
  expect(await scopesOf(audience)).toEqual(["stock"]);
  await db.permissionGroupScope.deleteMany({ where: { groupId: group.id } });
  expect(await scopesOf(audience)).toBeUndefined();
  await admitting(issuer, { agentPolicy: "closed" });
  expect(await scopesOf(audience)).toHaveLength(2);
});

it("knows no API that is nobody's, and none of its own here", async () => {
  await testIssuer();
  const at = (query: string) => GET(new Request(`http://localhost:3000/.well-known/oauth-protected-resource${query}`));
  expect((await at("?resource=https://nobody.example")).status).toBe(404);
  expect((await at("?resource=%00")).status).toBe(404);
  for (const own of [openAudience(), adminAudience()])
    expect((await at(`?resource=${encodeURIComponent(own)}`)).status).toBe(404);
  expect((await at("")).status).toBe(400);
  expect((await at("?resource=a&resource=b")).status).toBe(400);
});

it("is read and nothing else", async () => {
  const url = metadataUrl("https://api.example");
  expect((await OPTIONS(new Request(url, { method: "OPTIONS" }))).status).toBe(204);
  expect((await POST(new Request(url, { method: "POST" }))).status).toBe(405);
});
