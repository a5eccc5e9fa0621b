import { z } from "zod";
import { PAGE_SIZES } from "@/lib/paging";

export const LONGEST_SEARCH = 100;
export const LONGEST_REASON = 200;
export const MOST_AT_ONCE = 100;

const id = z.uuid("invalid");

/** A list's page, as a query string or a form gives it. */
export const listGrantsSchema = z.object({
  cursor: z.string().max(200).nullish(),
  size: z.coerce.number().int().min(1).max(100).default(PAGE_SIZES[0]),
  search: z.string().trim().max(LONGEST_SEARCH).nullish(),
  status: z.enum(["live", "revoked", "all"]).default("live"),
  clientId: id.nullish(),
});
export type ListGrants = z.input<typeof listGrantsSchema>;

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
