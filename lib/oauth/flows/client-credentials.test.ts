import { beforeEach, expect, it } from "vitest";
import { openAudience } from "@/lib/apis/system";
import { token } from "@/lib/oauth/token";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { formRequest, machineClient } from "@/lib/testing/oauth";
import { verifyCredential } from "@/lib/verify/verify";

testDatabase();

let issuer: TestIssuer;
let client: Awaited<ReturnType<typeof machineClient>>;
beforeEach(async () => {
  issuer = await testIssuer();
  client = await machineClient(issuer);
});

type Fields = Parameters<typeof formRequest>[1];
async function ask(fields: Fields = {}) {
  const request = formRequest("/oauth/token", { grant_type: "client_credentials", ...fields }, client);
  return (await token(await testContext(), request)).json() as Promise<{ access_token: string; scope: string }>;
}
const verdictOf = async (access: string) => verifyCredential(await testContext(), { scheme: "bearer", token: access });
const refused = (name: string) => expect.objectContaining({ name });

it("gives the whole group when no scope is asked, for the client itself (#170, #173, #175)", async () => {
  const { access_token, scope } = await ask();
  expect(scope.split(" ").sort()).toEqual(["labels", "open:read", "stock"]);
  const verdict = await verdictOf(access_token);
  expect(verdict).toMatchObject({
    active: true,
    subject: { kind: "client", id: client.key },
    company: { id: issuer.company.id },
    grantId: client.grant.id,
  });
  expect(verdict.active && [...verdict.audience].sort()).toEqual([issuer.audience, openAudience()].sort());
});

it("has the group alone for a ceiling, also after an admin widened it, whatever the grant says", async () => {
  const { access_token } = await ask({ scope: "labels open:read" });
  const verdict = await verdictOf(access_token);
  expect(verdict.active && verdict.scopes.map(({ key }) => key).sort()).toEqual(["labels", "open:read"]);
});

it("gives the asked contexts, and for one API if one is named (#178)", async () => {
  expect((await ask({ scope: "stock stock" })).scope).toBe("stock");
  const one = await ask({ scope: "stock open:read", resource: openAudience() });
  expect(one.scope).toBe("open:read");
  expect(await verdictOf(one.access_token)).toMatchObject({ audience: [openAudience()] });
  const both = await ask({ resource: [issuer.audience, openAudience()] });
  expect(both.scope.split(" ")).toHaveLength(3);
  await expect(ask({ scope: "stock", resource: openAudience() })).rejects.toEqual(refused("invalid_target"));
});

it("gives nothing that a switched-off module took away, and nothing when nothing is left (#174)", async () => {
  await issuer.db.companyModule.deleteMany({ where: { companyId: issuer.company.id } });
  await expect(ask({ scope: "labels" })).rejects.toEqual(refused("invalid_scope"));
  expect((await ask({ scope: "stock" })).scope).toBe("stock");
  await issuer.db.permissionGroupScope.deleteMany({ where: { groupId: issuer.group.id } });
  await expect(ask()).rejects.toEqual(refused("invalid_scope"));
});

it("gives nothing to a client whose access an admin revoked, until it is restored", async () => {
  const { grant } = client;
  const { access_token } = await ask();
  await issuer.db.grant.update({ where: { id: grant.id }, data: { revokedAt: new Date() } });
  await expect(ask()).rejects.toEqual(refused("unauthorized_client"));
  expect(await verdictOf(access_token)).toMatchObject({ active: false, reason: "revoked" });
  await issuer.db.grant.create({
    data: { companyId: grant.companyId, clientId: client.id, grantType: "client_credentials", scopes: grant.scopes },
  });
  expect((await ask({ scope: "stock" })).scope).toBe("stock");
  expect((await verdictOf(access_token)).active).toBe(false);
});

it("never crosses to the APIs of another company", async () => {
  const other = await testIssuer();
  await issuer.db.permissionGroupScope.create({
    data: {
      groupId: issuer.group.id,
      scopeId: (await issuer.db.scope.findFirstOrThrow({ where: { apiId: other.api.id } })).id,
    },
  });
  await expect(ask({ resource: other.audience })).rejects.toEqual(refused("invalid_target"));
  expect((await ask()).scope.split(" ")).toHaveLength(3);
});

it("never repeats itself: 1,000 tokens of 256 random bits, in one alphabet (#94)", async () => {
  const all = await Promise.all(Array.from({ length: 1000 }, () => ask({ scope: "stock" })));
  const tokens = new Set(all.map(({ access_token }) => access_token));
  expect(tokens.size).toBe(1000);
  for (const one of tokens) expect(one).toMatch(/^pst_at_[0-9A-Za-z]{49}$/);
  expect(await issuer.db.accessToken.count({ where: { clientId: client.id } })).toBe(1000);
});
