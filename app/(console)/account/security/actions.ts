"use server";

import { z } from "zod";
import { action, press } from "@/lib/doors/action";
import { changePassword } from "@/lib/session/change-password";
import { endOtherSessions, endSession } from "@/lib/session/end";
import { passwordChangeSchema, sessionSchema } from "@/lib/session/schema";

export const replacePassword = action(passwordChangeSchema, async (ctx, input) => {
  await changePassword(ctx, input);
  return { redirect: "/account/security?done=passwordChanged" };
});

export const endOne = press(sessionSchema, async (ctx, input) => {
  await endSession(ctx, input);
  return { redirect: "/account/security?done=sessionEnded" };
});

export const endOthers = press(z.object({}), async (ctx) => {
  await endOtherSessions(ctx);
  return { redirect: "/account/security?done=otherSessionsEnded" };
});
