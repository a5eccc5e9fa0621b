"use server";

import { redirect } from "next/navigation";
import { ownPath } from "@/lib/doors/path";
import { keepLocale, keepTheme } from "@/lib/doors/preference";

/** Language and theme of this browser. Harmless from anywhere, so it asks for nobody. */
export async function choosePreferences(form: FormData): Promise<void> {
  await keepLocale(form.get("locale"));
  await keepTheme(form.get("theme"));
  redirect(ownPath(String(form.get("to") ?? "/")));
}
