import { expect, it } from "vitest";
import { adminAudience } from "@/lib/apis/system";
import { requirePermission } from "@/lib/people/may";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issuePersonal, testIssuer } from "@/lib/testing/issued";
import { adminActor } from "./admin-actor";

testDatabase();

const actorOf = async (authorization?: string, init: RequestInit = {}) =>
  adminActor(
    await testContext(),
    new Request(adminAudience(), { ...init, headers: { ...init.headers, ...(authorization && { authorization }) } }),
  );

it("is a personal token with admin contexts, in its company, with its maker's role", async () => {
  const issuer = await testIssuer();
  const { token, id } = await issuePersonal(issuer, { scopes: ["postern:clients:read", "stock"] });
  const actor = await actorOf(`Bearer ${token}`);
  expect(actor).toMatchObject({
    kind: "token",
    tokenId: id,
    companyId: issuer.company.id,
    userId: issuer.user.id,
    role: "owner",
    scopes: ["postern:clients:read"],
  });
  expect(requirePermission({ actor }, "clients:read")).toEqual({
    companyId: issuer.company.id,
    userId: issuer.user.id,
  });
  expect(() => requirePermission({ actor }, "clients:write")).toThrow("insufficient_scope");
});

it("is nobody else: no general token, access token or API connection", async () => {
  const issuer = await testIssuer();
  const { key, secret } = await issueLegacy(issuer);
  const { token: general } = await issuePersonal(issuer);
  const { token: access } = await issueAccess(issuer, { scopes: ["stock"], audience: [adminAudience()] });
  await expect(actorOf()).rejects.toMatchObject({ name: "missing_token" });
  await expect(actorOf("Bearer a b")).rejects.toMatchObject({ name: "invalid_request" });
  for (const authorization of [`Bearer ${general}`, `Bearer ${access}`, `Basic ${btoa(`${key}:${secret}`)}`])
    await expect(actorOf(authorization)).rejects.toMatchObject({ name: "invalid_token" });
});

it("is refused when the token comes a second time in the form (RFC 6750 §2)", async () => {
  const { token } = await issuePersonal(await testIssuer(), { scopes: ["postern:clients:read"] });
  const form = { method: "POST", body: new URLSearchParams({ access_token: token }) };
  await expect(actorOf(`Bearer ${token}`, form)).rejects.toMatchObject({ name: "invalid_request" });
  await expect(actorOf(undefined, form)).rejects.toMatchObject({ name: "missing_token" });
});
