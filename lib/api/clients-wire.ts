import { z } from "zod";
import { AUTH_METHODS } from "@/lib/clients/authentication";
import type { ClientView } from "@/lib/clients/list";
import type { ClientDetail } from "@/lib/clients/read";
import {
  ADDITIONAL_GRANT_TYPES,
  CLIENT_STATUSES,
  GRANT_TYPES,
  ID_TOKEN_ALGORITHMS,
  ORIGINS,
} from "@/lib/clients/schema";
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
    origin: z
      .enum(ORIGINS)
      .describe("Who described it: staff, the document at its client_id, or the application itself"),
    awaitsApproval: z.boolean().describe("It gets nothing before an administrator lets it in"),
    isVerified: z.boolean().describe("The company has checked who is behind it"),
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
  useCount: count,
  lastUsedIp: z.string().nullable().describe("Who used it last: what tells which installation still has it"),
  lastUsedAgent: z.string().nullable(),
  closesAfterQuietDays: z.number().int().nullable().describe("It ends by itself after so many days without a use"),
  quietUntil: instant.nullable().describe("When that will be, if it stays quiet"),
});

export const clientDetailSchema = clientSchema
  .extend({
    version: z.number().int().describe("Names what an edit was made from"),
    scopes: z.array(z.string()).describe("The contexts that its permission group allows at the moment"),
    redirectUris: z.array(z.string()),
    requiresPar: z.boolean().describe("It must push its authorization requests (RFC 9126 §6)"),
    authMethod: z.enum(AUTH_METHODS).describe("How it proves who it is, unless it is public"),
    jwks: z
      .object({ keys: z.array(z.record(z.string(), z.string())) })
      .nullable()
      .describe("The public keys of a client that signs assertions (RFC 7523)"),
    jwksUri: z.string().nullable(),
    additionalGrantTypes: z.array(z.enum(ADDITIONAL_GRANT_TYPES)),
    requiresDpop: z.boolean().describe("Its tokens are bound to a key (RFC 9449 §5.2)"),
    optionalScopes: z.array(z.string()).describe("Contexts that a person may leave out of what it asks"),
    postLogoutRedirectUris: z.array(z.string()),
    idTokenAlgorithm: z.enum(ID_TOKEN_ALGORITHMS),
    isClassic: z.boolean().describe("The classic flow, without PKCE; obsolete"),
    documentUrl: z.string().nullable(),
    awaitsApprovalSince: instant.nullable(),
    verifiedAt: instant.nullable(),
    verifiedBy: named.nullable(),
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
  origin: view.origin,
  awaitsApproval: view.awaitsApproval,
  isVerified: view.isVerified,
  permissionGroup: { id: view.group.id, name: view.group.name },
  liveSecrets: view.liveSecrets.length,
  liveAuthorizations: view.liveAuthorizations,
  createdAt: view.createdAt.toISOString(),
  lastUsedAt: textOf(view.lastUsedAt),
  useCount: view.useCount,
});

const secretOf = (view: ClientDetail["secrets"][number]): z.input<typeof secret> => ({
  ...view,
  createdAt: view.createdAt.toISOString(),
  expiresAt: textOf(view.expiresAt),
  revokedAt: textOf(view.revokedAt),
  lastUsedAt: textOf(view.lastUsedAt),
  quietUntil: textOf(view.quietUntil),
});

const registeredOf = (view: ClientDetail) => ({
  redirectUris: view.redirectUris,
  requiresPar: view.requiresPar,
  authMethod: view.authMethod,
  jwks: view.jwks && { keys: view.jwks.keys.map((jwk) => ({ ...jwk })) },
  jwksUri: view.jwksUri,
  additionalGrantTypes: view.additionalGrantTypes,
  requiresDpop: view.requiresDpop,
  optionalScopes: view.optionalScopes,
  postLogoutRedirectUris: view.postLogoutRedirectUris,
  idTokenAlgorithm: view.idTokenAlgorithm,
  isClassic: view.isClassic,
  documentUrl: view.documentUrl,
  siteUrl: view.siteUrl,
  privacyPolicyUrl: view.privacyPolicyUrl,
  licenceUrl: view.licenceUrl,
});

export const clientDetailOf = (view: ClientDetail): z.input<typeof clientDetailSchema> => ({
  ...clientOf(view),
  ...registeredOf(view),
  version: view.version,
  scopes: view.group.scopes.map(({ key }) => key),
  awaitsApprovalSince: textOf(view.awaitsApprovalSince),
  verifiedAt: textOf(view.verifiedAt),
  verifiedBy: view.verifiedBy,
  resourceServer: view.resourceServer,
  createdBy: view.createdBy,
  disabledAt: textOf(view.disabledAt),
  removedAt: textOf(view.removedAt),
  secrets: view.secrets.map(secretOf),
});
