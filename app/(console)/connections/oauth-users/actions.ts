"use server";

import { addSecret } from "@/lib/clients/add-secret";
import { approveClient } from "@/lib/clients/approve";
import { createClient } from "@/lib/clients/create";
import { disableClient } from "@/lib/clients/disable";
import { enableClient } from "@/lib/clients/enable";
import { setQuietDays } from "@/lib/clients/quiet-days";
import { removeClients } from "@/lib/clients/remove";
import { revokeSecret } from "@/lib/clients/revoke-secret";
import { type Proves, provesBy, type Sample, samplesOf, settingsSample } from "@/lib/clients/samples";
import {
  clientChangesFormSchema,
  clientIdSchema,
  newClientFormSchema,
  newSecretSchema,
  removedClientsSchema,
  secretChangesSchema,
  secretIdSchema,
} from "@/lib/clients/schema";
import { updateClient } from "@/lib/clients/update";
import { verifyClient } from "@/lib/clients/verify";
import { action, press } from "@/lib/doors/action";
import { issuerUrl } from "@/lib/env";

const LIST = "/connections/oauth-users";

/** The secret of a new client leaves here, once, and what an integrator takes along with it. */
export type Created =
  | {
      outcome: "created";
      id: string;
      key: string;
      secret: string | null;
      proves: Proves;
      settings: string;
      samples: Sample[];
    }
  | { outcome: "already_submitted"; id: string; key: string };

export const addClient = action(newClientFormSchema, async (ctx, input): Promise<{ value: Created }> => {
  const made = await createClient(ctx, input);
  if (made.outcome === "already_submitted") return { value: made };
  const { id, key } = made;
  const secret = made.secret?.reveal() ?? null;
  const settings = settingsSample({ issuer: issuerUrl(), key, secret });
  const samples = samplesOf(issuerUrl(), { ...input, key });
  return { value: { outcome: "created", id, key, secret, proves: provesBy(input), settings, samples } };
});

export const changeClient = action(clientChangesFormSchema, async (ctx, input) => {
  await updateClient(ctx, input);
  return { redirect: `${LIST}/${input.id}?done=clientUpdated` };
});

export const removeChosenClients = action(removedClientsSchema, async (ctx, input) => {
  await removeClients(ctx, input);
  return { redirect: `${LIST}?done=clientsRemoved` };
});

export const switchClientOff = press(clientIdSchema, async (ctx, input) => {
  await disableClient(ctx, input);
  return { redirect: `${LIST}/${input.id}?done=clientDisabled` };
});

export const switchClientOn = press(clientIdSchema, async (ctx, input) => {
  await enableClient(ctx, input);
  return { redirect: `${LIST}/${input.id}?done=clientEnabled` };
});

export const approve = press(clientIdSchema, async (ctx, input) => {
  await approveClient(ctx, input);
  return { redirect: `${LIST}/${input.id}?done=clientApproved` };
});

export const markChecked = press(clientIdSchema, async (ctx, input) => {
  await verifyClient(ctx, { ...input, isVerified: true });
  return { redirect: `${LIST}/${input.id}?done=clientVerified` };
});

export const unmarkChecked = press(clientIdSchema, async (ctx, input) => {
  await verifyClient(ctx, { ...input, isVerified: false });
  return { redirect: `${LIST}/${input.id}?done=clientUnverified` };
});

export const addClientSecret = action(newSecretSchema, async (ctx, input) => {
  const { secret } = await addSecret(ctx, input);
  return { value: { secret: secret.reveal() } };
});

export const endClientSecret = action(secretIdSchema, async (ctx, input) => {
  await revokeSecret(ctx, input);
  return { redirect: `${LIST}/${input.id}?done=clientSecretEnded` };
});

export const changeClientSecret = action(secretChangesSchema, async (ctx, input) => {
  await setQuietDays(ctx, input);
  return { redirect: `${LIST}/${input.id}?done=clientSecretChanged` };
});
