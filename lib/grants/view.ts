import "server-only";
import { type OfferedScope, offeredScopes } from "@/lib/apis/offered";
import type { Context } from "@/lib/context";
import { type GrantStatus, statusOf } from "./rules";
import { type GrantRow, listNames } from "./store";

/** A standing access as lists and details show it. */
export type GrantView = Readonly<{
  id: string;
  company: { id: string; name: string };
  client: {
    id: string;
    key: string;
    name: string;
    description: string;
    siteUrl: string | null;
    isDisabled: boolean;
    isRemoved: boolean;
  };
  /** Who allowed it; null where an admin gave it to the client itself. */
  person: { id: string; name: string; email: string } | null;
  grantType: "authorization_code" | "client_credentials";
  scopes: string[];
  createdAt: Date;
  lastAccessAt: Date | null;
  useCount: number;
  status: GrantStatus;
  revoked: { at: Date; by: string | null; reason: string | null } | null;
}>;

const viewOf = (row: GrantRow, nameOf: (id: string) => string | null): GrantView => {
  const { id, company, user, scopes, createdAt, lastAccessAt, revokedAt } = row;
  const { disabledAt, removedAt, ...client } = row.client;
  return {
    id,
    company,
    client: { ...client, isDisabled: disabledAt !== null, isRemoved: removedAt !== null },
    person: user,
    grantType: row.grantType as GrantView["grantType"],
    scopes,
    createdAt,
    lastAccessAt,
    useCount: Number(row.useCount),
    status: statusOf(row),
    revoked: revokedAt && {
      at: revokedAt,
      by: row.revokedById && nameOf(row.revokedById),
      reason: row.revokedReason,
    },
  };
};

/** The rows as they are shown, with the names of those who revoked some. */
export async function grantViews({ db }: Pick<Context, "db">, rows: GrantRow[]): Promise<GrantView[]> {
  const ids = [...new Set(rows.flatMap(({ revokedById }) => revokedById ?? []))];
  const names = new Map(ids.length > 0 ? (await listNames(db, ids)).map(({ id, name }) => [id, name]) : []);
  return rows.map((row) => viewOf(row, (id) => names.get(id) ?? null));
}

export type DescribedScope = Pick<OfferedScope, "key" | "level" | "names" | "descriptions"> & { apiName: string };

/** A view with the contexts in words; one that is not offered any more is left out, as it gives nothing either. */
export type DescribedGrant = GrantView & { described: DescribedScope[] };

/** Adds to each view what its contexts mean, in every language. */
export async function describedGrants(ctx: Pick<Context, "db">, views: GrantView[]): Promise<DescribedGrant[]> {
  const companies = [...new Set(views.map(({ company }) => company.id))];
  const offered = new Map(await Promise.all(companies.map(async (id) => [id, await offeredScopes(ctx, id)] as const)));
  return views.map((view) => ({
    ...view,
    described: (offered.get(view.company.id) ?? [])
      .filter(({ key }) => view.scopes.includes(key))
      .map(({ key, level, names, descriptions, api }) => ({ key, level, names, descriptions, apiName: api.name })),
  }));
}
