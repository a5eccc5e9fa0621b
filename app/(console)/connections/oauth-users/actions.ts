"use server";

import { addSecret } from "@/lib/clients/add-secret";
import { createClient } from "@/lib/clients/create";
import { disableClient } from "@/lib/clients/disable";
import { enableClient } from "@/lib/clients/enable";
import { removeClients } from "@/lib/clients/remove";
import { revokeSecret } from "@/lib/clients/revoke-secret";
import {
  clientChangesFormSchema,
  clientIdSchema,
  newClientFormSchema,
  newSecretSchema,
  removedClientsSchema,
  secretIdSchema,
} from "@/lib/clients/schema";
import { updateClient } from "@/lib/clients/update";
import { action, press } from "@/lib/doors/action";

const LIST = "/connections/oauth-users";

/** The secret of a new client leaves here, once. `redirectUri` is null for one that acts for itself. */
export type Created =
  | { outcome: "created"; id: string; key: string; secret: string | null; redirectUri: string | null }
  | { outcome: "already_submitted"; id: string; key: string };

export const addClient = action(newClientFormSchema, async (ctx, input): Promise<{ value: Created }> => {
  const made = await createClient(ctx, input);
  if (made.outcome === "already_submitted") return { value: made };
  const redirectUri = input.grantType === "authorization_code" ? (input.redirectUris[0] ?? null) : null;
  return { value: { ...made, secret: made.secret?.reveal() ?? null, redirectUri } };
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

export const addClientSecret = action(newSecretSchema, async (ctx, input) => {
  const { secret } = await addSecret(ctx, input);
  return { value: { secret: secret.reveal() } };
});

export const endClientSecret = action(secretIdSchema, async (ctx, input) => {
  await revokeSecret(ctx, input);
  return { redirect: `${LIST}/${input.id}?done=clientSecretEnded` };
});
