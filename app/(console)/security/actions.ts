"use server";

import { changeAdvanced, changeAgents, changeRegistration } from "@/lib/companies/security/change";
import { createRegistrationToken, revokeRegistrationToken } from "@/lib/companies/security/registration-tokens";
import {
  advancedSchema,
  agentsSchema,
  newRegistrationTokenSchema,
  registrationSchema,
  registrationTokenIdSchema,
} from "@/lib/companies/security/schema";
import { action } from "@/lib/doors/action";

const SAVED = { redirect: "/security?done=securitySaved" };

export const saveAdvanced = action(advancedSchema, async (ctx, input) => {
  await changeAdvanced(ctx, input);
  return SAVED;
});

export const saveAgents = action(agentsSchema, async (ctx, input) => {
  await changeAgents(ctx, input);
  return SAVED;
});

export const saveRegistration = action(registrationSchema, async (ctx, input) => {
  await changeRegistration(ctx, input);
  return SAVED;
});

/** The token leaves here, once. */
export const makeToken = action(
  newRegistrationTokenSchema,
  async (ctx, input): Promise<{ value: { token: string } }> => {
    const { token } = await createRegistrationToken(ctx, input);
    return { value: { token: token.reveal() } };
  },
);

export const revokeToken = action(registrationTokenIdSchema, async (ctx, input) => {
  await revokeRegistrationToken(ctx, input);
  return { redirect: "/security?done=registrationTokenRevoked" };
});
