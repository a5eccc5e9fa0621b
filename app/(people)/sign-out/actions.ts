"use server";

import { z } from "zod";
import { press } from "@/lib/doors/action";
import { afterSignOut } from "@/lib/oauth/sign-out";
import { leave } from "@/lib/session/establish";

const given = z.object({ request: z.string(), csrf: z.string() });

/** Ends the session, and leads to where the application asked for. */
export const endSession = press(given, async (ctx, input) => {
  const redirect = await afterSignOut(ctx, input);
  await leave(ctx);
  return { redirect };
});
