import { z } from "zod";
import { isTimeZone } from "@/lib/calendar";
import { descriptionSchema, nameSchema } from "@/lib/text";

const MOST_SCOPES = 200;

/** In how many days a token ends, on which date, or never. Nothing is assumed: a token without end is asked for by name. */
export const EXPIRIES = ["none", "7", "30", "60", "90", "365", "date"] as const;
export const ACCESSES = ["general", "custom"] as const;

const scopeKey = z.string().min(1).max(200);

/** One tick of a form comes as text, several as a list, none not at all. */
const scopes = z
  .union([z.array(scopeKey).max(MOST_SCOPES), scopeKey])
  .default([])
  .transform((keys) => [...new Set([keys].flat())]);

const isRecord = ({ value }: { value: unknown }): boolean => typeof value === "object" && value !== null;

/** What a token is generated from, in a form and in the admin API. Members that are not named here are ignored. */
export const generateTokenSchema = z
  .object({
    name: nameSchema.describe("What or whom the token is for"),
    description: descriptionSchema.default("").describe("Where the token is kept, and who looks after it"),
    expires: z.enum(EXPIRIES, "required").describe("In how many days it ends, on `expiresOn`, or never"),
    /** A date field that was not used comes as empty text. */
    expiresOn: z
      .union([z.iso.date("invalidDate"), z.literal("")])
      .transform((day) => day || undefined)
      .optional()
      .describe("With `expires` = `date`: the last day on which it works, in its maker's time zone"),
    zone: z
      .string()
      .max(64)
      .refine(isTimeZone, "invalid")
      .optional()
      .describe("The time zone in which days are meant, where its maker has chosen none; UTC unless given"),
    access: z
      .enum(ACCESSES, "required")
      .describe("Every context of the company, now and later, or only those of `scopes`"),
    scopes: scopes.describe("With `access` = `custom`: the keys of the contexts"),
    submissionKey: z
      .uuid()
      .optional()
      .describe("Sent again, it finds the token of the first time instead of making another"),
  })
  // Told together with the errors of the other fields, and not only once these are mended.
  .refine(({ access, scopes: keys }) => access !== "custom" || !Array.isArray(keys) || keys.length > 0, {
    path: ["scopes"],
    error: "contextRequired",
    when: isRecord,
  })
  .refine(({ expires, expiresOn }) => expires !== "date" || Boolean(expiresOn), {
    path: ["expiresOn"],
    error: "required",
    when: isRecord,
  });
export type GenerateToken = z.output<typeof generateTokenSchema>;

/**
 * The counters of the list, which are its filters too. `expiring`, `never_used` and `unused_90_days` are parts of
 * `active`: tokens that work at the moment.
 */
export const TOKEN_FILTERS = [
  "active",
  "expiring",
  "never_used",
  "unused_90_days",
  "expired",
  "revoked",
  "suspended",
] as const;
export type TokenFilter = (typeof TOKEN_FILTERS)[number];

/** A filter that a form leaves empty is one that was not set. */
const filter = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

export const tokenQuerySchema = z.object({
  search: filter(
    z
      .string()
      .trim()
      .max(100, "tooLong")
      .regex(/^[^\0]*$/, "invalid"),
  ),
  state: filter(z.enum(TOKEN_FILTERS)),
  cursor: filter(z.string().max(200)),
  size: filter(z.coerce.number().int().min(1).max(100)),
});
export type TokenQuery = z.output<typeof tokenQuerySchema>;

export const tokenIdSchema = z.object({ id: z.uuid() });

export const revokeTokensSchema = z.object({
  ids: z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(z.uuid()).min(1).max(100)),
  reason: descriptionSchema.optional(),
});
export type RevokeTokens = z.output<typeof revokeTokensSchema>;
