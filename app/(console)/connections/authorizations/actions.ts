"use server";

import { z } from "zod";
import { action } from "@/lib/doors/action";
import { ownPath } from "@/lib/doors/path";
import { restoreGrant } from "@/lib/grants/restore";
import { revokeGrants } from "@/lib/grants/revoke";
import { grantIdSchema, revokeGrantsSchema } from "@/lib/grants/schema";

/** `to`: where the question was asked, which says then what was done. */
export const revoke = action(
  revokeGrantsSchema.extend({ to: z.string().optional() }),
  async (ctx, { to, ...input }) => {
    await revokeGrants(ctx, input);
    return { redirect: ownPath(to) };
  },
);

/** Leads to the new authorization: the old one stays as history. */
export const restore = action(grantIdSchema, async (ctx, input) => {
  const { id } = await restoreGrant(ctx, input);
  return { redirect: `/connections/authorizations/${id}?done=authorizationRestored` };
});
