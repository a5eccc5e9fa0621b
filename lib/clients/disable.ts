import "server-only";
import type { Context } from "@/lib/context";
import { switchClient } from "./switch";

/**
 * Stops an OAuth user at once: it gets no token, and those that it has are refused until it is enabled again.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, not_found
 */
export const disableClient = (ctx: Context, { id }: { id: string }): Promise<void> =>
  switchClient(ctx, { id, isOn: false });
