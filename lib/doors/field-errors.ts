import type { z } from "zod";
import type { FieldError } from "@/lib/errors";

/** Zod's own sentences are never shown: an issue becomes a key of the `fieldErrors` messages. A schema names its own by
 * giving the key as the message (`z.string().min(1, "required")`). */
const OWN_KEY = /^[a-z][a-zA-Z]*$/;

function fieldErrorOf(issue: z.core.$ZodIssue): FieldError {
  const params: Record<string, string | number> = {};
  if ("minimum" in issue) params.minimum = Number(issue.minimum);
  if ("maximum" in issue) params.maximum = Number(issue.maximum);
  const own = OWN_KEY.test(issue.message) ? issue.message : null;
  const byCode = issue.code === "too_small" ? "tooShort" : issue.code === "too_big" ? "tooLong" : "invalid";
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  return { code: own ?? (missing ? "required" : byCode), ...(Object.keys(params).length > 0 && { params }) };
}

/** The first problem of each field, by its path (`redirectUris.1`). */
export function fieldErrorsOf(error: z.ZodError): Record<string, FieldError> {
  const fields: Record<string, FieldError> = {};
  for (const issue of error.issues) fields[issue.path.join(".")] ??= fieldErrorOf(issue);
  return fields;
}
