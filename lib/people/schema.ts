import { z } from "zod";
import { isTimeZone } from "@/lib/calendar";
import { LOCALES } from "@/lib/i18n/locales";
import { nameSchema } from "@/lib/text";

/** One plain address in ASCII (RFC 5321 §4.1.2, without quoted strings and address literals), under a domain that has a dot. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const PLAIN_ADDRESS = new RegExp(`^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$`);

/**
 * An email address as it is stored: lower-case ASCII, and therefore NFKC-stable. A list, a quoted local part or a
 * full-width `＠` is refused rather than rewritten (GHSA-7rqj-j65f-68wh).
 */
export const emailSchema = z
  .string()
  .trim()
  .min(1, "required")
  .max(254, "tooLong")
  .regex(PLAIN_ADDRESS, "invalidEmail")
  .toLowerCase();

/** Without a second factor a password has at least 15 characters (NIST SP 800-63B-4 §3.1.1.2). */
export const PASSWORD_MINIMUM = 15;
export const PASSWORD_MAXIMUM = 256;

/** Each code point counts as one character, after the normalisation under which it is hashed. */
const lengthOf = (password: string): number => [...password.normalize("NFKC")].length;

/** A new password. Any characters, none demanded; the common ones are refused by `requireStrongPassword`. */
export const passwordSchema = z
  .string()
  .min(1, "required")
  .check(({ value, issues }) => {
    const shared = { origin: "string", inclusive: true, input: value } as const;
    const length = lengthOf(value);
    if (length > 0 && length < PASSWORD_MINIMUM)
      issues.push({ ...shared, code: "too_small", minimum: PASSWORD_MINIMUM, message: "passwordTooShort" });
    if (length > PASSWORD_MAXIMUM)
      issues.push({ ...shared, code: "too_big", maximum: PASSWORD_MAXIMUM, message: "tooLong" });
  });

/** A password that is only compared: no rule but a bound on the work. Four times the maximum, for one typed decomposed. */
export const presentedPasswordSchema = z
  .string()
  .min(1, "required")
  .max(4 * PASSWORD_MAXIMUM, "tooLong");

const roleSchema = z.enum(["owner", "admin", "member"]);

const emptyAsNull = z.literal("").transform(() => null);

/** What a person may change about themselves. An empty choice means "as the browser says". */
export const profileSchema = z.object({
  name: nameSchema,
  locale: z.enum(LOCALES).nullable().or(emptyAsNull),
  timeZone: z.string().min(1).max(64, "tooLong").refine(isTimeZone, "invalid").nullable().or(emptyAsNull),
});
export type ProfileInput = z.infer<typeof profileSchema>;

export const newPersonSchema = z.object({ name: nameSchema, email: emailSchema, role: roleSchema });
export type NewPerson = z.infer<typeof newPersonSchema>;

export const personSchema = z.object({ userId: z.uuid() });
export type PersonInput = z.infer<typeof personSchema>;

export const roleChangeSchema = personSchema.extend({ role: roleSchema });
export type RoleChange = z.infer<typeof roleChangeSchema>;

export const acceptanceSchema = z.object({ token: z.string().max(100), password: passwordSchema });
export type Acceptance = z.infer<typeof acceptanceSchema>;
