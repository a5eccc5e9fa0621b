"use server";

import { action } from "@/lib/doors/action";
import { Refusal } from "@/lib/errors";
import { establish } from "@/lib/session/establish";
import { setUpSchema } from "@/lib/setup/schema";
import { setUp } from "@/lib/setup/set-up";

/** The page without a code says where the good link is found. */
const WITHOUT_CODE = "/setup";

export const beginInstallation = action(setUpSchema, async (ctx, input) => {
  try {
    await setUp(ctx, input);
  } catch (error) {
    if (error instanceof Refusal && error.name === "request_expired") return { redirect: WITHOUT_CODE };
    throw error;
  }
  await establish(ctx, input);
  return { redirect: "/" };
});
