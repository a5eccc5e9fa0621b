import "server-only";
import type { Context } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { Choice, ScopeParameter } from "./parameters";
import { listApis, listGroups, listOffered } from "./store";
import { isAdminScope, type Translated } from "./system";

export type OfferedScope = {
  id: string;
  key: string;
  level: "read" | "write";
  names: Translated;
  descriptions: Translated;
  api: { id: string; name: string; audience: string };
  module: { key: string; names: Translated } | null;
  /** A context of the admin API: chosen by name or not at all. */
  isAdmin: boolean;
  /** What it asks to be told before it is given. */
  parameters: readonly ScopeParameter[];
  /** A context of OpenID Connect: a person gives it, to an application that they sign in to. */
  isIdentity: boolean;
};

type Row = Awaited<ReturnType<typeof listOffered>>[number];

const parameterOf = ({ kind, names, choices, ...row }: Row["parameters"][number]): ScopeParameter => ({
  ...row,
  kind: kind as ScopeParameter["kind"],
  names: names as Translated,
  choices: (choices ?? []) as Choice[],
});

const offered = (row: Row): OfferedScope => ({
  id: row.id,
  key: row.key,
  level: row.level as OfferedScope["level"],
  names: row.names as Translated,
  descriptions: row.descriptions as Translated,
  api: { id: row.api.id, name: row.api.name, audience: row.api.audience },
  module: row.module ? { key: row.module.key, names: row.module.names as Translated } : null,
  isAdmin: isAdminScope(row.key),
  parameters: row.parameters.map(parameterOf),
  isIdentity: row.api.systemKey === "identity",
});

/** Every context that a company can hand out at this moment, by API and position: its modules decide. */
export async function offeredScopes({ db }: { db: Db }, companyId: string): Promise<OfferedScope[]> {
  return (await listOffered(db, companyId)).map(offered);
}

export type Group = { id: string; name: string; scopes: OfferedScope[] };

/** The permission groups of a company, each with the contexts that it allows at this moment, by API and position. */
export async function permissionGroups(ctx: Pick<Context, "db">, companyId: string): Promise<Group[]> {
  const [groups, all] = await Promise.all([listGroups(ctx.db, companyId), offeredScopes(ctx, companyId)]);
  return groups.map(({ id, name, scopes }) => {
    const chosen = new Set(scopes.map(({ scope }) => scope.id));
    return { id, name, scopes: all.filter((scope) => chosen.has(scope.id) && !scope.isAdmin) };
  });
}

export type ApiChoice = { id: string; name: string; audience: string };

/** The APIs that a company's clients can ask tokens for (RFC 8707 resources). */
export const companyApis = ({ db }: Pick<Context, "db">, companyId: string): Promise<ApiChoice[]> =>
  listApis(db, companyId);
