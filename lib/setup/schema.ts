import { z } from "zod";
import { webUrlProblem } from "@/lib/clients/web-url";
import { DEFAULT_LOCALE, LOCALES } from "@/lib/i18n/locales";
import { emailSchema, passwordSchema } from "@/lib/people/schema";
import { nameSchema } from "@/lib/text";

/** Where the company's own API answers: the audience of its tokens (RFC 8707 §2), so without query and fragment. */
const apiUrlSchema = z
  .string()
  .nullable()
  .default(null)
  .transform((given) => given?.trim() || null)
  .superRefine((url, issues) => {
    const problem = url && (webUrlProblem(url) ?? (/[?#]/.test(url) ? "invalidUrl" : null));
    if (problem) issues.addIssue({ code: "custom", message: problem });
  })
  .transform((url) => url && `${new URL(url).origin}${new URL(url).pathname.replace(/\/+$/, "")}`);

const firstCompany = {
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  company: nameSchema,
};

/** The set-up form. `code` comes from the link that the start printed; `locale` is the language that the form is in. */
export const setUpSchema = z.object({
  ...firstCompany,
  code: z.string().max(100),
  apiUrl: apiUrlSchema,
  locale: z.enum(LOCALES).default(DEFAULT_LOCALE),
});
export type SetUp = z.infer<typeof setUpSchema>;

/** The same by settings. */
export const machineSetUpSchema = z.object(firstCompany);
