"use server";

import { action } from "@/lib/doors/action";
import { Refusal } from "@/lib/errors";
import { acceptInvitation } from "@/lib/people/accept-invitation";
import { acceptanceSchema } from "@/lib/people/schema";
import { establish } from "@/lib/session/establish";

/** The page without a token says what to do about a link that works no more. */
const WITHOUT_TOKEN = "/invitation";

export const accept = action(acceptanceSchema, async (ctx, input) => {
  try {
    const { email } = await acceptInvitation(ctx, input);
    await establish(ctx, { email, password: input.password });
  } catch (error) {
    if (error instanceof Refusal && ["request_expired", "not_found"].includes(error.name))
      return { redirect: WITHOUT_TOKEN };
    throw error;
  }
  return { redirect: "/" };
});
