import { z } from "zod";
import { DEVICE_CODE, TOKEN_EXCHANGE } from "@/lib/apis/grant-types";
import { descriptionSchema, nameSchema } from "@/lib/text";
import { AUTH_METHODS, authenticationProblem } from "./authentication";
import {
  apiIdSchema,
  choicesSchema,
  flagSchema,
  givenFlagSchema,
  groupIdSchema,
  jwksSchema,
  jwksUriSchema,
  redirectUrisSchema,
  scopesSchema,
  uriLinesSchema,
  webUrlSchema,
} from "./fields";

export const GRANT_TYPES = ["authorization_code", "client_credentials"] as const;
export type GrantType = (typeof GRANT_TYPES)[number];

/** Opened to a client beside the grant type that it was made for (RFC 8628 §3.4, RFC 8693 §2.1). */
export const ADDITIONAL_GRANT_TYPES = [DEVICE_CODE, TOKEN_EXCHANGE] as const;
export type AdditionalGrantType = (typeof ADDITIONAL_GRANT_TYPES)[number];

/** What an ID token can be signed with (OpenID Connect Core §2); every library knows the first. */
export const ID_TOKEN_ALGORITHMS = ["RS256", "ES256", "EdDSA"] as const;
export type IdTokenAlgorithm = (typeof ID_TOKEN_ALGORITHMS)[number];

/** Who described a client: staff, the document at its client_id, or the application itself (RFC 7591). */
export const ORIGINS = ["console", "document", "dynamic"] as const;
export type Origin = (typeof ORIGINS)[number];

const newClient = {
  name: nameSchema,
  description: descriptionSchema.default(""),
  siteUrl: webUrlSchema.default(null),
  privacyPolicyUrl: webUrlSchema.default(null),
  licenceUrl: webUrlSchema.default(null),
  permissionGroupId: groupIdSchema,
  authMethod: z.enum(AUTH_METHODS).default("client_secret"),
  /** Of a client that signs assertions: its public keys, here or at an address. */
  jwks: jwksSchema.default(null),
  jwksUri: jwksUriSchema.default(null),
  /** Its tokens are bound to a key (RFC 9449 §5.2). */
  requiresDpop: flagSchema,
  /** The API that this client is: it may introspect the tokens that are meant for it. */
  resourceServerId: apiIdSchema.default(null),
  /** Made once a form: a second submit of it finds the first one's row. */
  submissionKey: z.uuid().nullable().default(null),
};

const newCodeClient = z.object({
  ...newClient,
  grantType: z.literal("authorization_code"),
  isPublic: flagSchema,
  requiresPar: flagSchema,
  redirectUris: redirectUrisSchema.default([]),
  additionalGrantTypes: choicesSchema(ADDITIONAL_GRANT_TYPES).default([]),
  /** Contexts that a person may leave out of what it asks. */
  optionalScopes: scopesSchema.default([]),
  postLogoutRedirectUris: uriLinesSchema.default([]),
  idTokenAlgorithm: z.enum(ID_TOKEN_ALGORITHMS).default("RS256"),
});

const newOwnClient = z.object({
  ...newClient,
  grantType: z.literal("client_credentials"),
  isPublic: flagSchema.refine((isPublic) => !isPublic, "publicNeedsPerson"),
  additionalGrantTypes: choicesSchema([TOKEN_EXCHANGE]).default([]),
});

type Given = Partial<z.output<typeof newCodeClient>> | Partial<z.output<typeof newOwnClient>>;

/** What two fields say together. It is told along with what each says alone, so no field is sure to be there. */
function requireFitting(given: Given, issues: z.core.$RefinementCtx): void {
  const issue = (message: string, field: string) => issues.addIssue({ code: "custom", message, path: [field] });
  const { isPublic = false, authMethod = "client_secret", jwks, jwksUri } = given;
  const isJudged = jwks !== undefined && jwksUri !== undefined;
  const problem = isJudged && authenticationProblem({ isPublic, authMethod, jwks, jwksUri });
  if (problem) issue(problem.code, problem.field);
  const additional: readonly string[] = given.additionalGrantTypes ?? [];
  if (isPublic && additional.includes(TOKEN_EXCHANGE)) issue("exchangeNeedsSecret", "additionalGrantTypes");
  // A device shows a code, and no browser comes back to it (RFC 8628 §3.3).
  if (given.grantType === "authorization_code" && given.redirectUris?.length === 0 && !additional.includes(DEVICE_CODE))
    issue("required", "redirectUris");
}

/**
 * The form and the admin API's body of a new OAuth user. What is not named here is dropped (mass assignment, #400): a
 * client that acts for itself has neither callback URLs nor the choice to be public (RFC 6749 §4.4: confidential alone).
 */
export const newClientSchema = z
  .discriminatedUnion("grantType", [newCodeClient, newOwnClient])
  .superRefine(requireFitting, { when: ({ value }) => typeof value === "object" && value !== null });
export type NewClient = z.infer<typeof newClientSchema>;

type Sent = Record<string, unknown>;
const isSent = (form: unknown): form is Sent => typeof form === "object" && form !== null;

const BOXES = ["requiresPar", "requiresDpop"];

/**
 * A clear check box sends nothing, and what is left out of an edit stays as it is: so a hidden field before the box says
 * no, and the last of the two counts.
 */
const withOneOfBoxes = (form: Sent): Sent =>
  Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      BOXES.includes(name) && Array.isArray(value) ? value.at(-1) : value,
    ]),
  );

/** The browser hides keys where a secret is chosen, and sends them along all the same: they count for nothing. */
const withoutUnusedKeys = ({ jwks, jwksUri, ...form }: Sent): Sent => ({
  ...form,
  ...(form.authMethod === "private_key_jwt" && { jwks, jwksUri }),
});

/** The same of what does not go with the grant type, or with a client that has no secret. */
function withoutHidden({ isPublic, resourceServerId, authMethod, additionalGrantTypes, ...shown }: Sent): Sent {
  const isOwn = shown.grantType === "client_credentials";
  const isConfidential = isOwn || isPublic !== "true";
  const possible = [isOwn ? "" : DEVICE_CODE, isConfidential ? TOKEN_EXCHANGE : ""];
  const additional = [additionalGrantTypes].flat().filter((chosen) => possible.includes(String(chosen)));
  return {
    ...shown,
    ...(!isOwn && { isPublic }),
    ...(isConfidential && { resourceServerId, authMethod }),
    additionalGrantTypes: additional,
  };
}

/** The form of a new OAuth user as a browser sends it, with the fields that it hides. */
export const newClientFormSchema = z.preprocess(
  (form) => (isSent(form) ? withoutUnusedKeys(withoutHidden(withOneOfBoxes(form))) : form),
  newClientSchema,
);

/** What can be changed, and the version that the editor saw. A field that is left out stays as it is. */
export const clientChangesSchema = z.object({
  id: z.uuid(),
  version: z.coerce.number().int().positive(),
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
  redirectUris: redirectUrisSchema.optional(),
  requiresPar: givenFlagSchema.optional(),
  siteUrl: webUrlSchema.optional(),
  privacyPolicyUrl: webUrlSchema.optional(),
  licenceUrl: webUrlSchema.optional(),
  permissionGroupId: groupIdSchema.optional(),
  authMethod: z.enum(AUTH_METHODS).optional(),
  jwks: jwksSchema.optional(),
  jwksUri: jwksUriSchema.optional(),
  additionalGrantTypes: choicesSchema(ADDITIONAL_GRANT_TYPES).optional(),
  requiresDpop: givenFlagSchema.optional(),
  optionalScopes: scopesSchema.optional(),
  postLogoutRedirectUris: uriLinesSchema.optional(),
  idTokenAlgorithm: z.enum(ID_TOKEN_ALGORITHMS).optional(),
  resourceServerId: apiIdSchema.optional(),
});
export type ClientChanges = z.infer<typeof clientChangesSchema>;

/** The form of an edit as a browser sends it. */
export const clientChangesFormSchema = z.preprocess(
  (form) => (isSent(form) ? withoutUnusedKeys(withOneOfBoxes(form)) : form),
  clientChangesSchema,
);

export const clientIdSchema = z.object({ id: z.uuid() });

const MOST_AT_ONCE = 100;

export const removedClientsSchema = z.object({
  ids: z
    .union([z.uuid().transform((id) => [id]), z.array(z.uuid()).min(1, "required").max(MOST_AT_ONCE)])
    .transform((ids) => [...new Set(ids)]),
  /** The name of the one client, or how many they are: typed by a person, not asked of a token. */
  confirmation: z.string().trim().max(100).default(""),
});
export type RemovedClients = z.infer<typeof removedClientsSchema>;

/** When the older of two secrets ends: the time that an application has to take up the new one. */
export const OVERLAPS = ["now", "1h", "24h", "7d", "quiet", "none"] as const;
export type Overlap = (typeof OVERLAPS)[number];

const QUIET_DAYS = { fewest: 1, most: 90 };
const quietDaysSchema = z.coerce
  .number("quietDays")
  .int("quietDays")
  .min(QUIET_DAYS.fewest, "quietDays")
  .max(QUIET_DAYS.most, "quietDays");

/** `olderEnds: "none"` leaves the older secret as it is; `quiet` closes it after `quietDays` without a use, 14 if none are given. */
export const newSecretSchema = z.object({
  id: z.uuid(),
  olderEnds: z.enum(OVERLAPS).default("none"),
  quietDays: quietDaysSchema.optional(),
});
export type NewSecret = z.infer<typeof newSecretSchema>;

export const secretIdSchema = z.object({ id: z.uuid(), secretId: z.uuid() });
export type SecretId = z.infer<typeof secretIdSchema>;

/** After how many days without a use a secret closes by itself; empty: it does not. */
export const secretChangesSchema = secretIdSchema.extend({
  closesAfterQuietDays: z.preprocess((days) => (days === "" ? null : days), quietDaysSchema.nullable()),
});
export type SecretChanges = z.infer<typeof secretChangesSchema>;

export const CLIENT_STATUSES = ["active", "disabled", "removed"] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];

/** A filter that a form leaves empty is one that was not set. */
const filter = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

export const clientQuerySchema = z.object({
  search: filter(
    z
      .string()
      .trim()
      .max(100, "tooLong")
      .regex(/^[^\0]*$/, "invalid"),
  ),
  grantType: filter(z.enum(GRANT_TYPES)),
  /** Left out: those that are not removed. */
  status: filter(z.enum(CLIENT_STATUSES)),
  permissionGroupId: filter(z.uuid()),
  cursor: filter(z.string().max(200)),
  size: filter(z.coerce.number().int().min(1).max(100)),
});
export type ClientQuery = z.infer<typeof clientQuerySchema>;
