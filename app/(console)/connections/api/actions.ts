"use server";

import { z } from "zod";
import { action, press } from "@/lib/doors/action";
import { createLegacyKey } from "@/lib/legacy/create";
import { disableLegacyKey } from "@/lib/legacy/disable";
import { enableLegacyKey } from "@/lib/legacy/enable";
import { revealLegacySecret } from "@/lib/legacy/reveal";
import { rotateLegacyKey } from "@/lib/legacy/rotate";
import { revealSchema } from "@/lib/legacy/schema";

const PATH = "/connections/api";
const nothing = z.object({});

/** The secret leaves here, after the act and never before. */
export type Shown = { key: string; secret: string };

export const revealSecret = action(revealSchema, async (ctx, input): Promise<{ value: Shown }> => {
  const { key, secret } = await revealLegacySecret(ctx, input);
  return { value: { key, secret: secret.reveal() } };
});

export const createConnection = action(nothing, async (ctx): Promise<{ value: Shown }> => {
  const { key, secret } = await createLegacyKey(ctx);
  return { value: { key, secret: secret.reveal() } };
});

export const rotateSecret = action(nothing, async (ctx): Promise<{ value: Shown }> => {
  const { key, secret } = await rotateLegacyKey(ctx);
  return { value: { key, secret: secret.reveal() } };
});

export const disableConnection = action(nothing, async (ctx) => {
  await disableLegacyKey(ctx);
  return { redirect: `${PATH}?done=apiConnectionDisabled` };
});

export const enableConnection = press(nothing, async (ctx) => {
  await enableLegacyKey(ctx);
  return { redirect: `${PATH}?done=apiConnectionEnabled` };
});
