import "server-only";
import { permissionGroups } from "@/lib/apis/offered";
import type { Context } from "@/lib/context";
import { isRefusalName, REFUSALS, Refusal, type RefusalName } from "@/lib/errors";
import { requirePermission } from "@/lib/people/may";
import { type Difference, type FailureEndpoint, type FailureReason, isReason, MOST_KEPT, nearest } from "./rules";
import { findRegistered, listFailureRows } from "./store";

export type FailureView = {
  id: string;
  at: Date;
  endpoint: FailureEndpoint;
  refusal: RefusalName;
  code: number;
  parameter: string | null;
  reason: FailureReason | null;
  /** As it was sent. */
  received: string | null;
  /** What would have been taken, where the client's registration says so. */
  registered: string[];
  /** Where the received value leaves the registered one that is nearest. */
  difference: Difference | null;
  requestId: string;
  ip: string | null;
};

type Registered = NonNullable<Awaited<ReturnType<typeof findRegistered>>>;

const METHODS: Record<string, string[]> = {
  client_secret: ["client_secret_basic", "client_secret_post"],
  private_key_jwt: ["private_key_jwt"],
};

const grantTypesOf = ({ grantType, additionalGrantTypes }: Registered): string[] => [
  grantType,
  ...(grantType === "authorization_code" ? ["refresh_token"] : []),
  ...additionalGrantTypes,
];

/** What stands on our side against each parameter that can be wrong. */
async function registrationOf(ctx: Context, companyId: string, client: Registered) {
  const groups = await permissionGroups(ctx, companyId);
  const scopes = groups.find(({ id }) => id === client.permissionGroupId)?.scopes ?? [];
  return new Map<string, string[]>([
    ["redirect_uri", client.redirectUris],
    ["scope", scopes.map(({ key }) => key)],
    ["resource", [...new Set(scopes.map(({ api }) => api.audience))]],
    ["grant_type", grantTypesOf(client)],
    ["response_type", client.grantType === "authorization_code" ? ["code"] : []],
    ["code_challenge_method", ["S256"]],
    ["client_authentication", client.isPublic ? ["none"] : (METHODS[client.authMethod] ?? [])],
    ["content-type", ["application/x-www-form-urlencoded"]],
  ]);
}

/**
 * The last failed requests of a client, newest first: what came, and what is registered at this moment.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, not_found
 */
export async function listFailures(ctx: Context, { id }: { id: string }): Promise<FailureView[]> {
  const { companyId } = requirePermission(ctx, "clients:read");
  const client = await findRegistered(ctx.db, { companyId, id });
  if (!client) throw new Refusal("not_found");
  const [rows, registration] = await Promise.all([
    listFailureRows(ctx.db, client.id, MOST_KEPT),
    registrationOf(ctx, companyId, client),
  ]);
  return rows.flatMap(({ endpoint, refusal, reason, ...row }) => {
    // A name that this version does not know any more has no words either.
    if (!isRefusalName(refusal)) return [];
    const registered = registration.get(row.parameter ?? "") ?? [];
    const isAddress = row.parameter === "redirect_uri" && row.received !== null;
    return {
      ...row,
      endpoint: endpoint as FailureEndpoint,
      refusal,
      code: REFUSALS[refusal].code,
      reason: isReason(reason) ? reason : null,
      registered,
      difference: isAddress ? nearest(row.received ?? "", registered) : null,
    };
  });
}
