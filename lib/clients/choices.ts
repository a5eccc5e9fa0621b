import "server-only";
import { type ApiChoice, companyApis, type Group, permissionGroups } from "@/lib/apis/offered";
import { openAudience } from "@/lib/apis/system";
import type { Context } from "@/lib/context";
import { fieldRefusal } from "@/lib/errors";

type Within = Pick<Context, "db">;

/**
 * The APIs that a client of the company can be: its own. The open API, which every company shares, is none of them, or
 * one company's client could introspect the tokens of another.
 */
export async function ownApis(ctx: Within, companyId: string): Promise<ApiChoice[]> {
  return (await companyApis(ctx, companyId)).filter(({ audience }) => audience !== openAudience());
}

/** @throws Refusal invalid_input: it is no permission group of this company */
export async function requireGroup(ctx: Within, companyId: string, id: string): Promise<Group> {
  const group = (await permissionGroups(ctx, companyId)).find((one) => one.id === id);
  if (!group) throw fieldRefusal("permissionGroupId", "notOffered");
  return group;
}

/** What a client that acts for itself gets of its group: it signs nobody in. */
export const standingScopes = ({ scopes }: Group): string[] =>
  scopes.filter(({ isIdentity }) => !isIdentity).map(({ key }) => key);

type Introspecting = { resourceServerId: string | null; isPublic: boolean };

/** @throws Refusal invalid_input: no API of this company, or a client that cannot prove who it is (RFC 7662 §2.1) */
export async function requireResourceServer(
  ctx: Within,
  companyId: string,
  { resourceServerId, isPublic }: Introspecting,
): Promise<ApiChoice | null> {
  if (resourceServerId === null) return null;
  if (isPublic) throw fieldRefusal("resourceServerId", "publicCannotIntrospect");
  const api = (await ownApis(ctx, companyId)).find(({ id }) => id === resourceServerId);
  if (!api) throw fieldRefusal("resourceServerId", "notOffered");
  return api;
}

/**
 * What a person may leave out has to be something that the client can ask for.
 * @throws Refusal invalid_input: a context that is neither in the group nor was `kept` from before
 */
export function requireOptional(optional: readonly string[], group: Group, kept: readonly string[] = []): void {
  const offered = new Set([...group.scopes.map(({ key }) => key), ...kept]);
  const context = optional.find((key) => !offered.has(key));
  if (context !== undefined) throw fieldRefusal("optionalScopes", "contextNotOffered", { context });
}
