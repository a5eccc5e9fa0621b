import { randomBytes, randomUUID } from "node:crypto";
import { ensureSystemApis, openAudience } from "@/lib/apis/system";
import { type CredentialKind, newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId } from "@/lib/crypto/id";
import type { Db } from "@/lib/db/client";
import { database } from "@/lib/db/database";
import { after, days, hours } from "@/lib/duration";
import { testCompany } from "./context";

const texts = { en: "x", fr: "x", "pt-BR": "x", ru: "x", es: "x" };

/** A module that nobody has yet, an API of the company with two contexts (one of the module), and a group of both. */
async function testApi(db: Db, companyId: string) {
  const tag = randomUUID().slice(0, 8);
  const audience = `https://api-${tag}.example/v1`;
  const module = await db.module.create({ data: { key: `module-${tag}`, names: texts } });
  await db.companyModule.create({ data: { companyId, moduleId: module.id } });
  const api = await db.api.create({ data: { companyId, name: `API ${tag}`, audience } });
  const scope = (key: string, moduleId: string | null) =>
    db.scope.create({ data: { apiId: api.id, key, moduleId, level: "read", names: texts, descriptions: texts } });
  const scopes = [await scope("stock", null), await scope("labels", module.id)];
  const open = await db.scope.findFirstOrThrow({ where: { key: "open:read" } });
  const group = await db.permissionGroup.create({
    data: {
      companyId,
      name: `Group ${tag}`,
      scopes: { createMany: { data: [...scopes, open].map(({ id }) => ({ scopeId: id })) } },
    },
  });
  return { api, audience, module, group };
}

/** A company with an API, a client, and that client's secret: what every kind of credential can be issued from. */
export async function testIssuer() {
  const { prisma: db } = await database();
  await ensureSystemApis(db);
  const { company, user, actor } = await testCompany();
  const { api, audience, module, group } = await testApi(db, company.id);
  const secret = newCredential("clientSecret");
  const client = await db.client.create({
    data: {
      companyId: company.id,
      key: `test-${randomBytes(8).toString("hex")}`,
      name: `Client ${randomUUID().slice(0, 8)}`,
      grantType: "authorization_code",
      redirectUris: ["https://client.example/callback"],
      permissionGroupId: group.id,
      secrets: { create: { secretHash: hashOf(secret.reveal()), hint: secret.hint } },
    },
  });
  return { db, company, user, actor, api, audience, module, group, client, clientSecret: secret.reveal() };
}

export type TestIssuer = Awaited<ReturnType<typeof testIssuer>>;

const fresh = (kind: CredentialKind) => {
  const token = newCredential(kind).reveal();
  return { token, tokenHash: hashOf(token), hint: token.slice(-4) };
};

type AccessOptions = { scopes?: string[]; grantScopes?: string[]; audience?: string[]; expiresAt?: Date; now?: Date };

/** An access token of the issuer's client that its person consented to, with the family and grant behind it. */
export async function issueAccess(
  { db, company, user, client, audience: own }: TestIssuer,
  {
    scopes = ["stock", "labels"],
    grantScopes = scopes,
    audience = [own],
    expiresAt,
    now = new Date(),
  }: AccessOptions = {},
) {
  const shared = { companyId: company.id, clientId: client.id, userId: user.id };
  const grant =
    (await db.grant.findFirst({ where: { clientId: client.id, userId: user.id, revokedAt: null } })) ??
    (await db.grant.create({ data: { ...shared, grantType: "authorization_code", scopes: grantScopes } }));
  const family = await db.tokenFamily.create({ data: { id: newId(), grantId: grant.id } });
  const { token, tokenHash } = fresh("access");
  const id = newId();
  await db.accessToken.create({
    data: {
      ...shared,
      id,
      tokenHash,
      grantId: grant.id,
      familyId: family.id,
      scopes,
      audience,
      createdAt: now,
      expiresAt: expiresAt ?? after(now, hours(1)),
    },
  });
  return { token, id, grant, family };
}

/** A refresh token of the issuer's client. */
export async function issueRefresh(issuer: TestIssuer) {
  const { grant, family } = await issueAccess(issuer);
  const { token, tokenHash } = fresh("refresh");
  await issuer.db.refreshToken.create({
    data: {
      tokenHash,
      familyId: family.id,
      grantId: grant.id,
      clientId: issuer.client.id,
      companyId: issuer.company.id,
      userId: issuer.user.id,
      scopes: ["stock"],
      audience: [issuer.audience],
      expiresAt: after(new Date(), days(30)),
    },
  });
  return { token, grant, family };
}

type PersonalOptions = { scopes?: string[]; expiresAt?: Date | null };

/** A personal token of the issuer's person: general unless contexts are named. */
export async function issuePersonal(
  { db, company, user }: TestIssuer,
  { scopes, expiresAt = null }: PersonalOptions = {},
) {
  const { token, tokenHash, hint } = fresh("personal");
  const row = await db.personalToken.create({
    data: {
      companyId: company.id,
      userId: user.id,
      tokenHash,
      hint,
      name: "Test token",
      access: scopes ? "custom" : "general",
      scopes: scopes ?? [],
      expiresAt,
    },
  });
  return { token, id: row.id };
}

/** The company's API connection. */
export async function issueLegacy({ db, company }: TestIssuer) {
  const { token: secret, tokenHash: secretHash } = fresh("legacySecret");
  const key = `key-${randomBytes(8).toString("hex")}`;
  const row = await db.legacyKey.create({
    data: { companyId: company.id, key, secretHash, secretCiphertext: Buffer.from("x") },
  });
  return { key, secret, id: row.id, openAudience: openAudience() };
}
