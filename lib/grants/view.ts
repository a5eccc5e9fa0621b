import "server-only";
import { type Details, detailOf } from "@/lib/apis/details";
import { type OfferedScope, offeredScopes } from "@/lib/apis/offered";
import { type ValueInWords, valuesInWords } from "@/lib/apis/words";
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
  /** What the contexts with parameters were given; null: nothing. */
  details: Details;
  createdAt: Date;
  /** When it ends, or ended, by itself; null: it is there until it is taken back. */
  expiresAt: Date | null;
  lastAccessAt: Date | null;
  useCount: number;
  status: GrantStatus;
  revoked: { at: Date; by: string | null; reason: string | null } | null;
}>;

const viewOf = (row: GrantRow, now: Date, nameOf: (id: string) => string | null): GrantView => {
  const { id, company, user, scopes, createdAt, expiresAt, lastAccessAt, revokedAt } = row;
  const status = statusOf(row, now);
  const { disabledAt, removedAt, ...client } = row.client;
  return {
    id,
    company,
    client: { ...client, isDisabled: disabledAt !== null, isRemoved: removedAt !== null },
    person: user,
    grantType: row.grantType as GrantView["grantType"],
    scopes,
    details: row.details as Details,
    createdAt,
    expiresAt,
    lastAccessAt,
    useCount: Number(row.useCount),
    status,
    revoked:
      status !== "revoked" || revokedAt === null
        ? null
        : {
            at: revokedAt,
            by: row.revokedById && nameOf(row.revokedById),
            reason: row.revokedReason,
          },
  };
};

/** The rows as they are shown, with the names of those who revoked some. */
export async function grantViews({ db, now }: Pick<Context, "db" | "now">, rows: GrantRow[]): Promise<GrantView[]> {
  const ids = [...new Set(rows.flatMap(({ revokedById }) => revokedById ?? []))];
  const names = new Map(ids.length > 0 ? (await listNames(db, ids)).map(({ id, name }) => [id, name]) : []);
  return rows.map((row) => viewOf(row, now, (id) => names.get(id) ?? null));
}

export type DescribedScope = Pick<OfferedScope, "key" | "level" | "names" | "descriptions"> & {
  apiName: string;
  values: ValueInWords[];
};

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
      .map(({ key, level, names, descriptions, api, parameters }) => ({
        ...{ key, level, names, descriptions },
        apiName: api.name,
        values: valuesInWords(parameters, detailOf(view.details, key)),
      })),
  }));
}
