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
  expect(await at(`/consent/${id}?back=https%3A%2F%2Fclient.example`)).toEqual({ name: issuer.client.name });
  expect(await at(`/consent/${id}`)).toEqual({ name: issuer.client.name });
  for (const path of ["/", `/account/${id}`, `/consent/${id}/more`, `/consent/${newOpaqueId()}`, "/consent/x"])
    expect(await at(path)).toBeNull();
  expect(await at(`/consent/${id}`, after(now, minutes(11)))).toBeNull();
  await issuer.db.authorizationRequest.update({ where: { id }, data: { decidedAt: now } });
  expect(await at(`/consent/${id}`)).toBeNull();
});
