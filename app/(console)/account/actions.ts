"use server";

import { action } from "@/lib/doors/action";
import { forgetLocale, keepLocale, keepTimeZone } from "@/lib/doors/preference";
import { updateOwn } from "@/lib/people/own";
import { profileSchema } from "@/lib/people/schema";

export const saveProfile = action(profileSchema, async (ctx, input) => {
  await updateOwn(ctx, input);
  if (input.locale) await keepLocale(input.locale);
  else await forgetLocale();
  await keepTimeZone(input.timeZone);
  return { redirect: "/account?done=profileSaved" };
});
