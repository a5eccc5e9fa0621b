"use server";

import { z } from "zod";
import { action } from "@/lib/doors/action";
import { ownPath } from "@/lib/doors/path";
import { keepLocale, keepTimeZone } from "@/lib/doors/preference";
import { readOwn } from "@/lib/people/own";
import { confirm, establish } from "@/lib/session/establish";
import { confirmSchema, signInSchema } from "@/lib/session/schema";

const destination = { to: z.string().optional() };

/** The language and time zone of the profile come along to this browser. */
export const enter = action(signInSchema.extend(destination), async (ctx, { to, ...credentials }) => {
  const { locale, timeZone } = await readOwn(await establish(ctx, credentials));
  await keepLocale(locale);
  await keepTimeZone(timeZone);
  return { redirect: ownPath(to) };
});

export const confirmIdentity = action(confirmSchema.extend(destination), async (ctx, { to, ...proof }) => {
  await confirm(ctx, proof);
  return { redirect: ownPath(to) };
});
