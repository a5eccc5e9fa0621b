import { z } from "zod";
import { nameSchema } from "@/lib/text";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Why `text` cannot be the address of a company's own API, as a key of the `fieldErrors` messages, or null. */
function apiUrlProblem(text: string): string | null {
  if (/[\s\p{Cc}\\]/u.test(text) || !URL.canParse(text)) return "invalidUrl";
  const { protocol, hostname, username, password, hash, search } = new URL(text);
  if (username || password) return "urlWithUserInfo";
  if (hash || search) return "invalidUrl";
  if (protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname))) return null;
  return "httpsRequired";
}

/** https, or http on this computer (C3): it stands in code samples, which send secrets to it. An empty one is none. */
export const apiUrlSchema = z
  .string()
  .trim()
  .max(2000, "tooLong")
  .transform((text, { issues }) => {
    if (text === "") return null;
    const message = apiUrlProblem(text);
    if (message) issues.push({ code: "custom", input: text, message });
    return text.replace(/\/+$/, "");
  });

export const companySchema = z.object({ name: nameSchema, apiUrl: apiUrlSchema });
export type CompanyInput = z.infer<typeof companySchema>;

export const companyChoiceSchema = z.object({ companyId: z.uuid() });
export type CompanyChoice = z.infer<typeof companyChoiceSchema>;
