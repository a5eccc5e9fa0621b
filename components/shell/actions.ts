"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { companyChoiceSchema } from "@/lib/companies/schema";
import { switchCompany } from "@/lib/companies/switch";
import { press } from "@/lib/doors/action";
import { ownPath } from "@/lib/doors/path";
import { keepLocale, keepTheme } from "@/lib/doors/preference";
import { signInPath } from "@/lib/doors/refusal-path";
import { withoutLanguage } from "@/lib/i18n/asked";
import { leave } from "@/lib/session/establish";

/** Language and theme of this browser: the reader's own choice goes before an application's. Harmless from anywhere, so it asks for nobody. */
export async function choosePreferences(form: FormData): Promise<void> {
  await keepLocale(form.get("locale"));
  await keepTheme(form.get("theme"));
  redirect(withoutLanguage(ownPath(String(form.get("to") ?? "/"))));
}

/** `to`: where whoever signs in next goes on. */
export const signOut = press(z.object({ to: z.string().optional() }), async (ctx, { to }) => {
  await leave(ctx);
  return { redirect: signInPath(to ? ownPath(to) : null) };
});

export const chooseCompany = press(companyChoiceSchema, async (ctx, input) => {
  await switchCompany(ctx, input);
  return { redirect: "/" };
});
