"use server";

import { z } from "zod";
import { action } from "@/lib/doors/action";
import { ownPath } from "@/lib/doors/path";
import { confirm, establish } from "@/lib/session/establish";
import { confirmSchema, signInSchema } from "@/lib/session/schema";

const destination = { to: z.string().optional() };

export const enter = action(signInSchema.extend(destination), async (ctx, { to, ...credentials }) => {
  await establish(ctx, credentials);
  return { redirect: ownPath(to) };
});

export const confirmIdentity = action(confirmSchema.extend(destination), async (ctx, { to, ...proof }) => {
  await confirm(ctx, proof);
  return { redirect: ownPath(to) };
});
