import { z } from "zod";
import { descriptionSchema, nameSchema } from "@/lib/text";
import { redirectUriProblem } from "./redirect-uri";
import { webUrlProblem } from "./web-url";

export const GRANT_TYPES = ["authorization_code", "client_credentials"] as const;
export type GrantType = (typeof GRANT_TYPES)[number];

const MOST_URIS = 20;

/** Rows of a form, lines of a textarea, or members of an array: blank ones keep their place until they were judged. */
export const redirectUrisSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((part) => part.split(/\r?\n/).map((line) => line.trim())))
  .superRefine((uris, issues) => {
    if (uris.filter(Boolean).length > MOST_URIS) issues.addIssue({ code: "custom", message: "tooManyUrls" });
    for (const [index, uri] of uris.entries()) {
      const message = uri && redirectUriProblem(uri);
      if (message) issues.addIssue({ code: "custom", message, path: [index] });
    }
  })
  .transform((uris) => [...new Set(uris.filter(Boolean))]);

/** An optional address. Empty is none. */
const webUrlSchema = z
  .string()
  .nullable()
  .transform((url) => url?.trim() || null)
  .superRefine((url, issues) => {
    const message = url && webUrlProblem(url);
    if (message) issues.addIssue({ code: "custom", message });
  });

export const groupIdSchema = z.string().min(1, "required").pipe(z.uuid("notOffered"));

const apiIdSchema = z
  .string()
  .nullable()
  .transform((id) => id || null)
  .pipe(z.uuid("notOffered").nullable());

const givenFlagSchema = z.union([z.boolean(), z.stringbool()]);
const flagSchema = givenFlagSchema.default(false);

const newClient = {
  name: nameSchema,
  description: descriptionSchema.default(""),
  siteUrl: webUrlSchema.default(null),
  privacyPolicyUrl: webUrlSchema.default(null),
  licenceUrl: webUrlSchema.default(null),
  permissionGroupId: groupIdSchema,
  /** The API that this client is: it may introspect the tokens that are meant for it. */
  resourceServerId: apiIdSchema.default(null),
  /** Made once a form: a second submit of it finds the first one's row. */
  submissionKey: z.uuid().nullable().default(null),
};

/**
 * The form and the admin API's body of a new OAuth user. What is not named here is dropped (mass assignment, #400): a
 * client that acts for itself has neither callback URLs nor the choice to be public (RFC 6749 §4.4: confidential alone).
 */
export const newClientSchema = z.discriminatedUnion("grantType", [
  z.object({
    ...newClient,
    grantType: z.literal("authorization_code"),
    isPublic: flagSchema,
    requiresPar: flagSchema,
    redirectUris: redirectUrisSchema.default([]).refine((uris) => uris.length > 0, "required"),
  }),
  z.object({
    ...newClient,
    grantType: z.literal("client_credentials"),
    isPublic: flagSchema.refine((isPublic) => !isPublic, "publicNeedsPerson"),
  }),
]);
export type NewClient = z.infer<typeof newClientSchema>;

/**
 * A clear check box sends nothing, and what is left out of an edit stays as it is: so a hidden field before the box says
 * no, and the last of the two counts.
 */
function withOneOfBoxes(form: unknown): unknown {
  if (typeof form !== "object" || form === null || !("requiresPar" in form)) return form;
  const { requiresPar } = form;
  return { ...form, requiresPar: Array.isArray(requiresPar) ? requiresPar.at(-1) : requiresPar };
}

/** The browser hides what does not go with the other choices and sends it along all the same: it counts for nothing. */
function withoutHidden(form: unknown): unknown {
  if (typeof form !== "object" || form === null) return form;
  const { isPublic, resourceServerId, ...shown }: Record<string, unknown> = { ...form };
  const isOwn = shown.grantType === "client_credentials";
  return {
    ...shown,
    ...(!isOwn && { isPublic }),
    ...((isOwn || isPublic !== "true") && { resourceServerId }),
  };
}

/** The form of a new OAuth user as a browser sends it, with the fields that it hides. */
export const newClientFormSchema = z.preprocess((form) => withoutHidden(withOneOfBoxes(form)), newClientSchema);

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
  resourceServerId: apiIdSchema.optional(),
});
export type ClientChanges = z.infer<typeof clientChangesSchema>;

/** The form of an edit as a browser sends it. */
export const clientChangesFormSchema = z.preprocess(withOneOfBoxes, clientChangesSchema);

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
export const OVERLAPS = ["now", "1h", "24h", "7d", "none"] as const;
export type Overlap = (typeof OVERLAPS)[number];

/** `olderEnds: "none"` leaves the older secret as it is. */
export const newSecretSchema = z.object({ id: z.uuid(), olderEnds: z.enum(OVERLAPS).default("none") });
export type NewSecret = z.infer<typeof newSecretSchema>;

export const secretIdSchema = z.object({ id: z.uuid(), secretId: z.uuid() });
export type SecretId = z.infer<typeof secretIdSchema>;

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
