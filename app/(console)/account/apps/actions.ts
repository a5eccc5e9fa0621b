"use server";

import { press } from "@/lib/doors/action";
import { revokeOwnGrants } from "@/lib/grants/own";
import { revokeGrantsSchema } from "@/lib/grants/schema";

export const removeAccess = press(revokeGrantsSchema, async (ctx, input) => {
  await revokeOwnGrants(ctx, input);
  return { redirect: "/account/apps?done=appRemoved" };
});
