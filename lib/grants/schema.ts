import { z } from "zod";

export const LONGEST_SEARCH = 100;
export const LONGEST_REASON = 200;
export const MOST_AT_ONCE = 100;

const id = z.uuid("invalid");

/** A filter that a form leaves empty is one that was not set. */
const filter = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (given === "" ? undefined : given), schema.optional());

/** A list's page, as a query string or a form gives it. */
export const listGrantsSchema = z.object({
  search: filter(
    z
      .string()
      .trim()
      .max(LONGEST_SEARCH, "tooLong")
      .regex(/^[^\0]*$/, "invalid"),
  ),
  /** Left out: those that live. `over`: all others. */
  status: filter(z.enum(["live", "ended", "revoked", "over", "all"])),
  clientId: filter(id),
  cursor: filter(z.string().max(200)),
  size: filter(z.coerce.number().int().min(1).max(100)),
});
export type ListGrants = z.infer<typeof listGrantsSchema>;

export const revokeGrantsSchema = z.object({
  ids: z.preprocess((given) => (typeof given === "string" ? [given] : given), z.array(id).min(1).max(MOST_AT_ONCE)),
  reason: z
    .string()
    .trim()
    .max(LONGEST_REASON)
    .regex(/^\P{Cc}*$/u, "invalid")
    .nullish(),
});
export type RevokeGrants = { ids: string[]; reason?: string | null | undefined };

export const grantIdSchema = z.object({ id });
export type GrantId = z.infer<typeof grantIdSchema>;
