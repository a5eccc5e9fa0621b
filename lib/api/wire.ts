import { z } from "zod";

/** An instant as the wire has it: UTC, to the millisecond (RFC 3339). */
export const instant = z.iso.datetime();
export const count = z.number().int().nonnegative();

/** How many of a list one answer holds. */
export const limit = z.coerce.number().int().min(1).max(100).default(25).describe("How many of them at most");

/** One page of a list, newest first. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe("The `cursor` of the following page; null on the last"),
    total: count.describe("How many match in all; 10001 stands for more than 10000"),
  });

export const named = z.object({ id: z.uuid(), name: z.string() });

/** An instant of ours, or none, as text. */
export const textOf = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The body of every "no" outside the OAuth endpoints. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z.number().int().describe("The internal number: status × 100 and a serial; it never changes its meaning"),
      name: z.string().describe("The same as a word"),
      message: z.string().describe("For developers, in English"),
      status: z.number().int(),
      requestId: z.uuid().describe("Names this answer in the transaction log and in the server's own log"),
      docs: z.url(),
      fields: z
        .record(
          z.string(),
          z.object({
            code: z.string(),
            params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
          }),
        )
        .optional()
        .describe("By the path of each wrong field: what is wrong with it"),
    }),
  })
  .meta({ id: "Error" });

/** RFC 6749 §5.2, with our number beside it. */
export const oauthErrorSchema = z
  .object({
    error: z.string(),
    error_description: z.string(),
    error_uri: z.url(),
    error_code: z.number().int(),
    request_id: z.uuid(),
  })
  .meta({ id: "OAuthError" });

/** The profile `coded` of the open API. */
export const codedErrorSchema = z
  .object({
    error: z.object({ code: z.string(), message: z.string(), number: z.number().int(), requestId: z.uuid() }),
  })
  .meta({ id: "CodedError" });
