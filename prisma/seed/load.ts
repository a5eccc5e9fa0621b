import "server-only";
import { generateKeyPairSync } from "node:crypto";
import type { AuditAction } from "@/lib/audit/actions";
import { record } from "@/lib/audit/record";
import type { Context } from "@/lib/context";
import { newCredential } from "@/lib/crypto/credential";
import { hashOf } from "@/lib/crypto/hash";
import { newId, newKey } from "@/lib/crypto/id";
import { after, days, hours } from "@/lib/duration";
import type { Prisma } from "@/lib/generated/prisma/client";
import { newLegacySecret } from "@/lib/legacy/secret";
import type { Sample, SampleClient, SampleGrant, SampleParameter, SampleSecret, SampleToken } from "./sample";

/** What is being loaded: the sample, and what of it has a row already. */
type Loading = Readonly<{
  ctx: Context;
  sample: Sample;
  companyId: string;
  /** By email. */
  people: ReadonlyMap<string, string>;
  maker: { id: string; name: string; email: string };
}>;

type At = { daysAgo?: number; hoursAgo?: number | null };

const at = ({ now }: Context, { daysAgo = 0, hoursAgo = 0 }: At): Date =>
  after(now, -days(daysAgo) - hours(hoursAgo ?? 0));

const orNull = (ctx: Context, value: number | null | undefined, unit: "daysAgo" | "hoursAgo"): Date | null =>
  value === null || value === undefined ? null : at(ctx, { [unit]: value });

type Event = { action: AuditAction; daysAgo: number; target: { kind: string; id: string; name: string } };

/** The log of what the sample's admin did, at the time when it was done. */
async function log({ ctx, companyId, maker }: Loading, { action, daysAgo, target }: Event): Promise<void> {
  const actor = {
    kind: "person",
    userId: maker.id,
    name: maker.name,
    email: maker.email,
    sessionId: "",
    authenticatedAt: ctx.now,
    membership: null,
  } as const;
  await record({ ...ctx, actor, now: at(ctx, { daysAgo }) }, { action, companyId, target });
}

async function insertPeople({ db }: Context, { companyId, people }: Sample): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { name, email, role } of people) {
    const user = await db.user.upsert({ where: { email }, create: { name, email }, update: {}, select: { id: true } });
    await db.membership.create({ data: { companyId, userId: user.id, role }, select: { id: true } });
    ids.set(email, user.id);
  }
  return ids;
}

async function insertModules({ ctx: { db }, sample, companyId }: Loading): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { key, names, isOn } of sample.modules) {
    const module = await db.module.create({ data: { key, names }, select: { id: true } });
    if (isOn) await db.companyModule.create({ data: { companyId, moduleId: module.id }, select: { moduleId: true } });
    ids.set(key, module.id);
  }
  return ids;
}

/** A JSON column is left out where there is nothing to keep. */
const chosenFrom = (choices: SampleParameter["choices"]) => (choices ? { choices: [...choices] } : {});

async function insertApi(loading: Loading): Promise<Map<string, string>> {
  const { ctx, sample, companyId } = loading;
  const modules = await insertModules(loading);
  const { scopes, ...api } = sample.api;
  const rows = scopes.map(({ module, parameters = [], ...scope }, position) => ({
    ...scope,
    position,
    moduleId: (module && modules.get(module)) || null,
    parameters: {
      create: parameters.map(({ choices, ...row }, at) => ({ ...row, position: at, ...chosenFrom(choices) })),
    },
  }));
  const made = await ctx.db.api.create({
    data: { ...api, companyId, scopes: { create: rows } },
    select: { scopes: { select: { id: true, key: true } } },
  });
  return new Map(made.scopes.map(({ id, key }) => [key, id]));
}

async function insertGroups({ ctx: { db }, sample, companyId }: Loading, scopes: ReadonlyMap<string, string>) {
  const shared = await db.scope.findMany({
    where: { api: { systemKey: { in: ["open", "identity"] } } },
    select: { id: true },
  });
  const ids = new Map<string, string>();
  for (const { name, scopes: keys } of [...sample.groups, { name: "Open API", scopes: [] }]) {
    const scopeIds = [...keys.flatMap((key) => scopes.get(key) ?? []), ...shared.map(({ id }) => id)];
    const data = { companyId, name, scopes: { create: scopeIds.map((scopeId) => ({ scopeId })) } };
    ids.set(name, (await db.permissionGroup.create({ data, select: { id: true } })).id);
  }
  return ids;
}

async function insertGrant(loading: Loading, client: { id: string; name: string }, grant: SampleGrant): Promise<void> {
  const { ctx, companyId, people, maker } = loading;
  const { by, scopes, values = {}, createdDaysAgo, endsInDays, usedHoursAgo, useCount, revokedDaysAgo } = grant;
  const { audience } = loading.sample.api;
  const details = Object.entries(values).map(([context, parameters]) => ({
    type: "context",
    context,
    locations: [audience],
    parameters,
  }));
  const userId = (by && people.get(by)) || null;
  const row = await ctx.db.grant.create({
    data: {
      companyId,
      clientId: client.id,
      userId,
      grantType: userId ? "authorization_code" : "client_credentials",
      scopes: [...scopes],
      ...(details.length > 0 && { details }),
      expiresAt: endsInDays === undefined ? null : after(ctx.now, days(endsInDays)),
      createdAt: at(ctx, { daysAgo: createdDaysAgo }),
      createdById: userId ?? maker.id,
      lastAccessAt: orNull(ctx, usedHoursAgo, "hoursAgo"),
      useCount,
      revokedAt: orNull(ctx, revokedDaysAgo, "daysAgo"),
      revokedById: revokedDaysAgo === undefined ? null : maker.id,
    },
    select: { id: true },
  });
  const target = { kind: "grant", id: row.id, name: client.name };
  await log(loading, { action: "grant.created", daysAgo: createdDaysAgo, target });
  if (revokedDaysAgo !== undefined) await log(loading, { action: "grant.revoked", daysAgo: revokedDaysAgo, target });
}

/** Its secret is drawn and forgotten: who wants to use a sample makes a new one in the console. */
const secretOf = () => {
  const secret = newCredential("clientSecret");
  return { secretHash: hashOf(secret.reveal()), hint: secret.hint };
};

/** Its secrets, each with the traces of its use, or the public half of a key that is drawn and forgotten. */
function proofOf(ctx: Context, { isPublic, hasKey, secrets, createdDaysAgo }: SampleClient) {
  if (isPublic) return {};
  if (hasKey) {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "sample" }] } as Prisma.InputJsonObject;
    return { authMethod: "private_key_jwt", jwks };
  }
  const rows = secrets ?? [{ createdDaysAgo, usedHoursAgo: null, useCount: 0 }];
  return { secrets: { create: rows.map((secret) => secretRow(ctx, secret)) } };
}

function secretRow(ctx: Context, { createdDaysAgo, usedHoursAgo, useCount, ...secret }: SampleSecret) {
  const { usedFrom, closesAfterQuietDays = null } = secret;
  return {
    ...secretOf(),
    createdAt: at(ctx, { daysAgo: createdDaysAgo }),
    lastUsedAt: orNull(ctx, usedHoursAgo, "hoursAgo"),
    useCount,
    lastUsedIp: usedFrom?.ip ?? null,
    lastUsedAgent: usedFrom?.agent ?? null,
    closesAfterQuietDays,
    quietCountedFrom: closesAfterQuietDays === null ? null : ctx.now,
  };
}

async function insertClient(loading: Loading, groups: ReadonlyMap<string, string>, client: SampleClient) {
  const { ctx, companyId, maker } = loading;
  const { name, description, grantType, group, grants, keyPrefix = "", createdDaysAgo, disabledDaysAgo } = client;
  const used = grants.flatMap(({ usedHoursAgo }) => usedHoursAgo ?? []);
  const row = await ctx.db.client.create({
    data: {
      name,
      description,
      grantType,
      companyId,
      key: `${keyPrefix}${newKey()}`,
      isPublic: client.isPublic ?? false,
      redirectUris: [...(client.redirectUris ?? [])],
      siteUrl: client.siteUrl ?? null,
      additionalGrantTypes: [...(client.additionalGrantTypes ?? [])],
      optionalScopes: [...(client.optionalScopes ?? [])],
      requiresDpop: client.requiresDpop ?? false,
      isClassic: client.isClassic ?? false,
      verifiedAt: orNull(ctx, client.verifiedDaysAgo, "daysAgo"),
      verifiedById: client.verifiedDaysAgo === undefined ? null : maker.id,
      permissionGroupId: groups.get(group) ?? "",
      createdAt: at(ctx, { daysAgo: createdDaysAgo }),
      createdById: maker.id,
      disabledAt: orNull(ctx, disabledDaysAgo, "daysAgo"),
      lastUsedAt: used.length > 0 ? at(ctx, { hoursAgo: Math.min(...used) }) : null,
      useCount: grants.reduce((sum, { useCount }) => sum + useCount, 0),
      ...proofOf(ctx, client),
    },
    select: { id: true },
  });
  const target = { kind: "client", id: row.id, name };
  await log(loading, { action: "client.created", daysAgo: createdDaysAgo, target });
  if (client.verifiedDaysAgo !== undefined)
    await log(loading, { action: "client.verified", daysAgo: client.verifiedDaysAgo, target });
  if (disabledDaysAgo !== undefined)
    await log(loading, { action: "client.disabled", daysAgo: disabledDaysAgo, target });
  for (const grant of grants) await insertGrant(loading, { id: row.id, name }, grant);
}

async function insertToken(loading: Loading, token: SampleToken): Promise<void> {
  const { ctx, companyId, maker } = loading;
  const { name, description, scopes, createdDaysAgo, expiresInDays, usedHoursAgo, useCount, revokedDaysAgo } = token;
  const secret = newCredential("personal");
  const row = await ctx.db.personalToken.create({
    data: {
      companyId,
      userId: maker.id,
      tokenHash: hashOf(secret.reveal()),
      hint: secret.hint,
      name,
      description,
      access: scopes ? "custom" : "general",
      scopes: [...(scopes ?? [])],
      createdAt: at(ctx, { daysAgo: createdDaysAgo }),
      expiresAt: expiresInDays === null ? null : after(ctx.now, days(expiresInDays)),
      lastUsedAt: orNull(ctx, usedHoursAgo, "hoursAgo"),
      useCount,
      revokedAt: orNull(ctx, revokedDaysAgo, "daysAgo"),
      revokedById: revokedDaysAgo === undefined ? null : maker.id,
    },
    select: { id: true },
  });
  const target = { kind: "personal_token", id: row.id, name };
  await log(loading, { action: "personal_token.created", daysAgo: createdDaysAgo, target });
  if (revokedDaysAgo !== undefined)
    await log(loading, { action: "personal_token.revoked", daysAgo: revokedDaysAgo, target });
}

async function insertLegacyKey(loading: Loading): Promise<void> {
  const { ctx, companyId, maker, sample } = loading;
  if (!sample.legacyKey) return;
  const { createdDaysAgo, usedHoursAgo, useCount } = sample.legacyKey;
  const id = newId();
  const key = newKey();
  const times = { createdAt: at(ctx, { daysAgo: createdDaysAgo }), lastUsedAt: at(ctx, { hoursAgo: usedHoursAgo }) };
  const data = { id, companyId, key, ...newLegacySecret(id).columns, ...times, useCount, createdById: maker.id };
  await ctx.db.legacyKey.create({ data, select: { id: true } });
  const target = { kind: "legacy_key", id, name: key };
  await log(loading, { action: "legacy_key.created", daysAgo: createdDaysAgo, target });
}

/** Loads everything that belongs to a sample whose company row the caller has just made, in the same transaction. */
export async function loadSample(ctx: Context, sample: Sample): Promise<void> {
  const { companyId } = sample;
  const people = await insertPeople(ctx, sample);
  const [first] = sample.people;
  const id = first && people.get(first.email);
  if (!first || !id) throw new Error(`${sample.name} has nobody`);
  const loading: Loading = { ctx, sample, companyId, people, maker: { id, name: first.name, email: first.email } };
  const groups = await insertGroups(loading, await insertApi(loading));
  for (const client of sample.clients) await insertClient(loading, groups, client);
  for (const token of sample.tokens) await insertToken(loading, token);
  await insertLegacyKey(loading);
}
