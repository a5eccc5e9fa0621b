import { expect, it } from "vitest";
import { newOpaqueId } from "@/lib/crypto/id";
import { after, minutes } from "@/lib/duration";
import { testRequest } from "@/lib/testing/consent";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { testIssuer } from "@/lib/testing/issued";
import { askingApp } from "./asking-app";

testDatabase();

it("names the app of a request that waits, and of nothing else", async () => {
  const issuer = await testIssuer();
  const id = await testRequest(issuer);
  const now = new Date();
  const at = async (path: string, when = now) => askingApp(await testContext({ now: when }), path);
  expect(await at(`/consent/${id}?back=https%3A%2F%2Fclient.example`)).toEqual({
    name: issuer.client.name,
    loginHint: null,
  });
  expect(await at(`/consent/${id}`)).toMatchObject({ name: issuer.client.name });
  for (const path of ["/", `/account/${id}`, `/consent/${id}/more`, `/consent/${newOpaqueId()}`, "/consent/x"])
    expect(await at(path)).toBeNull();
  expect(await at(`/consent/${id}`, after(now, minutes(11)))).toBeNull();
  await issuer.db.authorizationRequest.update({ where: { id }, data: { decidedAt: now } });
  expect(await at(`/consent/${id}`)).toBeNull();
});

it("tells whom the app expects where that is an email address, and nothing else that it was sent (#551)", async () => {
  const issuer = await testIssuer();
  const id = await testRequest(issuer);
  const hinted = async (loginHint: string) => {
    await issuer.db.authorizationRequest.update({ where: { id }, data: { loginHint } });
    return (await askingApp(await testContext(), `/consent/${id}`))?.loginHint;
  };
  expect(await hinted("Somebody@Example.com")).toBe("somebody@example.com");
  const others = ["somebody", "<b>@example.com", "a@example.com, b@example.com", `${"x".repeat(300)}@example.com`];
  for (const other of others) expect(await hinted(other)).toBeNull();
});
