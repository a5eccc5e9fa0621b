"use server";

import { activateClassic } from "@/lib/clients/activate-classic";
import { classicClientSchema } from "@/lib/clients/classic-schema";
import { clientIdSchema } from "@/lib/clients/schema";
import { switchClassic } from "@/lib/clients/switch-classic";
import { action, press } from "@/lib/doors/action";

/** The secret leaves here, once. */
export type Activated =
  | { outcome: "created"; id: string; key: string; secret: string; redirectUri: string }
  | { outcome: "already_submitted"; id: string };

export const activate = action(classicClientSchema, async (ctx, input): Promise<{ value: Activated }> => {
  const made = await activateClassic(ctx, input);
  const { id, key } = made;
  if (made.outcome === "already_submitted") return { value: { outcome: made.outcome, id } };
  const redirectUri = input.redirectUris[0] ?? "";
  return { value: { outcome: "created", id, key, secret: made.secret?.reveal() ?? "", redirectUri } };
});

const detail = (id: string) => ({ redirect: `/connections/oauth-users/${id}?done=clientUpdated` });

export const switchClassicOn = press(clientIdSchema, async (ctx, { id }) => {
  await switchClassic(ctx, { id, isOn: true });
  return detail(id);
});

export const switchClassicOff = press(clientIdSchema, async (ctx, { id }) => {
  await switchClassic(ctx, { id, isOn: false });
  return detail(id);
});
