import { beforeAll, expect, it } from "vitest";
import { createClient } from "@/lib/clients/create";
import { clientInput } from "@/lib/testing/clients";
import { testContext } from "@/lib/testing/context";
import { testDatabase } from "@/lib/testing/database";
import { issueLegacy, issuePersonal, type TestIssuer } from "@/lib/testing/issued";
import { signInIssuer } from "@/lib/testing/sign-in";
import { tokenForm } from "@/lib/tokens/personal/form";
import { generateToken } from "@/lib/tokens/personal/generate";
import { generateTokenSchema } from "@/lib/tokens/personal/schema";
import type { Presented } from "@/lib/verify/presented";
import { verifyCredential } from "@/lib/verify/verify";
import { IDENTITY_SCOPES } from "./identity";
import { offeredScopes } from "./offered";

testDatabase();

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await signInIssuer();
});

const KEYS: readonly string[] = IDENTITY_SCOPES.map(({ key }) => key);
const isIdentity = ({ key }: { key: string }): boolean => KEYS.includes(key);

async function keysOf(presented: Presented): Promise<string[]> {
  const verdict = await verifyCredential({ now: new Date() }, presented);
  if (!verdict.active) throw new Error(verdict.reason);
  return verdict.scopes.map(({ key }) => key).sort();
}

it("the contexts of a sign-in are offered to every company", async () => {
  const offered = await offeredScopes(issuer, issuer.company.id);
  expect(offered.filter(({ isIdentity: is }) => is).map(({ key }) => key)).toEqual(KEYS);
});

it("they are no part of a personal token: not of general access, and not to be chosen (#548)", async () => {
  const ctx = await testContext({ actor: issuer.actor });
  const { apis } = await tokenForm(ctx);
  expect(apis.flatMap(({ modules }) => modules.flatMap(({ contexts }) => contexts)).some(isIdentity)).toBe(false);
  const form = { name: "Sign-in", expires: "30", access: "custom", scopes: ["openid"] };
  await expect(generateToken(ctx, generateTokenSchema.parse(form))).rejects.toMatchObject({
    fields: { scopes: { code: "contextNotOffered" } },
  });
  const general = await issuePersonal(issuer);
  const listing = await issuePersonal(issuer, { scopes: ["stock", ...KEYS] });
  expect(await keysOf({ scheme: "bearer", token: general.token })).toEqual(["labels", "open:read", "stock"]);
  expect(await keysOf({ scheme: "bearer", token: listing.token })).toEqual(["stock"]);
});

it("nor of the API connection, nor of what a client that acts for itself stands authorized for (#548)", async () => {
  const { key, secret } = await issueLegacy(issuer);
  expect(await keysOf({ scheme: "basic", key, secret })).toEqual(["labels", "open:read", "stock"]);
  const { id } = await createClient(await testContext({ actor: issuer.actor }), clientInput(issuer));
  const { scopes } = await issuer.db.grant.findFirstOrThrow({ where: { clientId: id } });
  expect(scopes.toSorted()).toEqual(["labels", "open:read", "stock"]);
});
