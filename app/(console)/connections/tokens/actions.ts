"use server";

import { z } from "zod";
import { action } from "@/lib/doors/action";
import { ownPath } from "@/lib/doors/path";
import { generateToken } from "@/lib/tokens/personal/generate";
import { revokeTokens } from "@/lib/tokens/personal/revoke";
import { generateTokenSchema, revokeTokensSchema } from "@/lib/tokens/personal/schema";

/** The secret of a new token leaves here, once. */
export type Generated =
  | { outcome: "generated"; id: string; secret: string; access: "general" | "custom"; scopes: readonly string[] }
  | { outcome: "already_submitted"; id: string };

export const generate = action(generateTokenSchema, async (ctx, input): Promise<{ value: Generated }> => {
  const made = await generateToken(ctx, input);
  if (made.outcome === "already_submitted") return { value: made };
  const { id, access, scopes } = made.token;
  return { value: { outcome: "generated", id, secret: made.secret.reveal(), access, scopes } };
});

/** `to`: where the question was asked, which says then what was done. */
export const revoke = action(
  revokeTokensSchema.extend({ to: z.string().optional() }),
  async (ctx, { to, ...input }) => {
    await revokeTokens(ctx, input);
    return { redirect: ownPath(to) };
  },
);
