import { z } from "zod";
import type { ClientView } from "@/lib/clients/list";
import type { ClientDetail } from "@/lib/clients/read";
import { CLIENT_STATUSES, GRANT_TYPES } from "@/lib/clients/schema";
import { count, instant, named, textOf } from "./wire";

/** An OAuth user as lists have it. */
export const clientSchema = z
  .object({
    id: z.uuid(),
    key: z.string().describe("The client_id of the protocol"),
    name: z.string(),
    description: z.string(),
    grantType: z.enum(GRANT_TYPES),
    isPublic: z.boolean().describe("It has no secret (RFC 6749 §2.1)"),
    isClassic: z.boolean().describe("It uses the obsolete classic flow, without PKCE"),
    status: z.enum(CLIENT_STATUSES),
    permissionGroup: named,
    liveSecrets: count,
    liveAuthorizations: count,
    createdAt: instant,
    lastUsedAt: instant.nullable(),
    useCount: count,
  })
  .meta({ id: "Client" });

const secret = z.object({
  id: z.uuid(),
  hint: z.string().describe("The last four characters"),
  state: z.enum(["active", "ending", "ended", "revoked"]),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});

export const clientDetailSchema = clientSchema
  .extend({
    version: z.number().int().describe("Names what an edit was made from"),
    scopes: z.array(z.string()).describe("The contexts that its permission group allows at the moment"),
    redirectUris: z.array(z.string()),
    requiresPar: z.boolean().describe("It must push its authorization requests (RFC 9126 §6)"),
    siteUrl: z.string().nullable(),
    privacyPolicyUrl: z.string().nullable(),
    licenceUrl: z.string().nullable(),
    resourceServer: named.nullable().describe("The API that this client is, if it is one"),
    createdBy: named.nullable(),
    disabledAt: instant.nullable(),
    removedAt: instant.nullable(),
    secrets: z.array(secret).describe("Newest first, the ended ones included"),
  })
  .meta({ id: "ClientDetail" });

type Common = Omit<ClientView, "group" | "liveSecrets"> & {
  group: { id: string; name: string };
  liveSecrets: unknown[];
};

export const clientOf = (view: Common): z.input<typeof clientSchema> => ({
  id: view.id,
  key: view.key,
  name: view.name,
  description: view.description,
  grantType: view.grantType,
  isPublic: view.isPublic,
  isClassic: view.isClassic,
  status: view.status,
  permissionGroup: { id: view.group.id, name: view.group.name },
  liveSecrets: view.liveSecrets.length,
  liveAuthorizations: view.liveAuthorizations,
  createdAt: view.createdAt.toISOString(),
  lastUsedAt: textOf(view.lastUsedAt),
  useCount: view.useCount,
});

export const clientDetailOf = (view: ClientDetail): z.input<typeof clientDetailSchema> => ({
  ...clientOf(view),
  version: view.version,
  scopes: view.group.scopes.map(({ key }) => key),
  redirectUris: view.redirectUris,
  requiresPar: view.requiresPar,
  siteUrl: view.siteUrl,
  privacyPolicyUrl: view.privacyPolicyUrl,
  licenceUrl: view.licenceUrl,
  resourceServer: view.resourceServer,
  createdBy: view.createdBy,
  disabledAt: textOf(view.disabledAt),
  removedAt: textOf(view.removedAt),
  secrets: view.secrets.map(({ id, hint, state, createdAt, expiresAt, revokedAt, lastUsedAt }) => ({
    ...{ id, hint, state, createdAt: createdAt.toISOString() },
    expiresAt: textOf(expiresAt),
    revokedAt: textOf(revokedAt),
    lastUsedAt: textOf(lastUsedAt),
  })),
});
