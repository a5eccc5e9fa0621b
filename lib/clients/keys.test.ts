import { beforeAll, describe, expect, it } from "vitest";
import { DEVICE_CODE, TOKEN_EXCHANGE } from "@/lib/apis/grant-types";
import { keyPair, type TestKey } from "@/lib/testing/assertion";
import { codeClientInput, testClients } from "@/lib/testing/clients";
import { testDatabase } from "@/lib/testing/database";
import { addSecret } from "./add-secret";
import { createClient } from "./create";
import { type JwkSet, parsedJwkSet } from "./jwk-set";
import { readClient } from "./read";
import { updateClient } from "./update";

testDatabase();

let key: TestKey;
beforeAll(async () => {
  key = await keyPair("ES256", "first");
});
/** As the schema leaves it. */
const jwksOf = ({ jwk }: TestKey) => parsedJwkSet({ keys: [jwk] }) as JwkSet;
const withKey = (given: Record<string, unknown> = {}) => ({
  authMethod: "private_key_jwt",
  jwks: JSON.stringify(jwksOf(key)),
  ...given,
});
const fieldsOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (refusal) =>
      Object.entries((refusal.fields ?? {}) as Record<string, { code: string }>)
        .map(([f, { code }]) => `${f}: ${code}`)
        .join(),
  );

describe("a client that signs with a key of its own", () => {
  it("is made without a secret, shows its public keys, and can be given no secret", async () => {
    const { ctx, make, events } = await testClients();
    const { id, secret } = await make(withKey());
    expect(secret).toBeNull();
    const client = await readClient(ctx, { id });
    expect(client).toMatchObject({ authMethod: "private_key_jwt", jwks: jwksOf(key), jwksUri: null, secrets: [] });
    expect((await events("client.created"))[0]?.details).toMatchObject({ authMethod: "private_key_jwt" });
    await expect(addSecret(ctx, { id, olderEnds: "none" })).rejects.toMatchObject({ name: "unauthorized_client" });
  });

  it("is refused a key that is none, and one that is too short", async () => {
    const { ctx, issuer } = await testClients();
    const off = { kty: "EC", crv: "P-256", x: key.jwk.y, y: key.jwk.x };
    const weak = { kty: "RSA", e: "AQAB", n: Buffer.alloc(128, 0xff).toString("base64url") };
    for (const [jwk, code] of [
      [off, "invalidJwks"],
      [weak, "weakJwk"],
    ] as const)
      expect(await fieldsOf(createClient(ctx, codeClientInput(issuer, withKey({ jwks: { keys: [jwk] } }))))).toBe(
        `jwks: ${code}`,
      );
  });

  it("has its keys here or at an address, and changes from one to the other", async () => {
    const { db, ctx, make, events } = await testClients();
    const { id } = await make(withKey());
    const row = () => db.client.findUniqueOrThrow({ where: { id } });
    const jwksUri = "https://client.example/jwks.json";
    await updateClient(ctx, { id, version: 1, jwksUri });
    expect(await row()).toMatchObject({ jwks: null, jwksUri });
    const other = await keyPair("EdDSA", "second");
    await updateClient(ctx, { id, version: 2, jwks: jwksOf(other) });
    expect(await row()).toMatchObject({ jwks: jwksOf(other), jwksUri: null });
    // The same keys again are no change.
    expect(await updateClient(ctx, { id, version: 3, jwks: jwksOf(other) })).toEqual({ version: 3 });
    expect(await fieldsOf(updateClient(ctx, { id, version: 3, jwks: jwksOf(other), jwksUri }))).toBe(
      "jwksUri: keysTwice",
    );
    expect(await fieldsOf(updateClient(ctx, { id, version: 3, jwks: null }))).toBe("jwks: keysRequired");
    expect((await events("client.updated")).map(({ details }) => details)).toMatchObject([
      { "jwks.before": ["first (EC P-256)"], "jwks.after": [], "jwksUri.before": null, "jwksUri.after": jwksUri },
      { "jwks.after": ["second (OKP Ed25519)"], "jwksUri.after": null },
    ]);
  });

  it("loses its secrets when it becomes one, and its keys when it is one no more", async () => {
    const { db, ctx, make, events } = await testClients();
    const { id, secret } = await make();
    await updateClient(ctx, { id, version: 1, authMethod: "private_key_jwt", jwks: jwksOf(key) });
    expect(await db.clientSecret.findMany({ where: { clientId: id } })).toMatchObject([{ revokedAt: ctx.now }]);
    expect((await events("client.updated"))[0]?.details).toMatchObject({ endedSecrets: [secret?.hint] });
    await updateClient(ctx, { id, version: 2, authMethod: "client_secret" });
    expect(await db.client.findUnique({ where: { id } })).toMatchObject({ authMethod: "client_secret", jwks: null });
    expect((await addSecret(ctx, { id, olderEnds: "none" })).secret).toBeDefined();
  });

  it("is neither public nor classic", async () => {
    const { db, ctx, issuer } = await testClients();
    const open = await createClient(ctx, codeClientInput(issuer, { isPublic: true }));
    const classic = await createClient(ctx, codeClientInput(issuer));
    await db.client.update({ where: { id: classic.id }, data: { isClassic: true } });
    const changes = { version: 1, authMethod: "private_key_jwt", jwks: jwksOf(key) } as const;
    expect(await fieldsOf(updateClient(ctx, { id: open.id, ...changes }))).toBe("authMethod: publicHasNoKey");
    expect(await fieldsOf(updateClient(ctx, { id: classic.id, ...changes }))).toBe("authMethod: classicNeedsSecret");
  });
});

describe("more grant types", () => {
  it("let a client that shows a device code do without a callback URL, as long as it has them", async () => {
    const { db, ctx, issuer } = await testClients();
    const given = { redirectUris: [], additionalGrantTypes: [TOKEN_EXCHANGE, DEVICE_CODE] };
    const { id } = await createClient(ctx, codeClientInput(issuer, given));
    expect(await db.client.findUnique({ where: { id } })).toMatchObject({
      redirectUris: [],
      additionalGrantTypes: [DEVICE_CODE, TOKEN_EXCHANGE],
    });
    const without = { id, version: 1, additionalGrantTypes: [TOKEN_EXCHANGE] } as const;
    expect(await fieldsOf(updateClient(ctx, { ...without, additionalGrantTypes: [TOKEN_EXCHANGE] }))).toBe(
      "redirectUris: required",
    );
    const redirectUris = ["https://client.example/cb"];
    expect(await updateClient(ctx, { ...without, additionalGrantTypes: [], redirectUris })).toEqual({ version: 2 });
  });

  it("are for those that fit them", async () => {
    const { ctx, issuer, make } = await testClients();
    const own = await make();
    const open = await createClient(ctx, codeClientInput(issuer, { isPublic: true }));
    const asked = (id: string, type: typeof DEVICE_CODE | typeof TOKEN_EXCHANGE) =>
      fieldsOf(updateClient(ctx, { id, version: 1, additionalGrantTypes: [type] }));
    expect(await asked(own.id, DEVICE_CODE)).toBe("additionalGrantTypes: notOffered");
    expect(await asked(open.id, TOKEN_EXCHANGE)).toBe("additionalGrantTypes: exchangeNeedsSecret");
    expect(await asked(own.id, TOKEN_EXCHANGE)).toBe("done");
    expect(await asked(open.id, DEVICE_CODE)).toBe("done");
  });
});

describe("contexts that may be left out", () => {
  it("are some of the group's, and follow the client into another group", async () => {
    const { db, ctx, issuer, company } = await testClients();
    const { id } = await createClient(ctx, codeClientInput(issuer, { optionalScopes: ["stock", "labels"] }));
    const optional = async () => (await db.client.findUniqueOrThrow({ where: { id } })).optionalScopes;
    expect(await optional()).toEqual(["labels", "stock"]);
    const refused = "optionalScopes: contextNotOffered";
    expect(await fieldsOf(createClient(ctx, codeClientInput(issuer, { optionalScopes: ["nope"] })))).toBe(refused);
    expect(await fieldsOf(updateClient(ctx, { id, version: 1, optionalScopes: ["nope"] }))).toBe(refused);
    const stock = await db.scope.findFirstOrThrow({ where: { key: "stock", apiId: issuer.api.id } });
    const narrow = await db.permissionGroup.create({
      data: { companyId: company.id, name: "Narrow", scopes: { create: { scopeId: stock.id } } },
    });
    await updateClient(ctx, { id, version: 1, permissionGroupId: narrow.id });
    expect(await optional()).toEqual(["stock"]);
    await updateClient(ctx, { id, version: 2, optionalScopes: [] });
    expect(await optional()).toEqual([]);
  });
});

describe("a client that describes itself by a document", () => {
  it("keeps what the document says, and lets the company decide the rest", async () => {
    const { db, ctx, issuer } = await testClients();
    const { id } = await createClient(ctx, codeClientInput(issuer));
    const documentUrl = "https://agent.example/client.json";
    await db.client.update({ where: { id }, data: { origin: "document", documentUrl } });
    for (const changes of [
      { name: "x" },
      { siteUrl: "https://evil.example" },
      { redirectUris: ["https://evil.example"] },
    ])
      expect(await fieldsOf(updateClient(ctx, { id, version: 1, ...changes }))).toMatch(/: fromDocument$/);
    expect(await updateClient(ctx, { id, version: 1, description: "ours", requiresDpop: true })).toEqual({
      version: 2,
    });
  });
});
