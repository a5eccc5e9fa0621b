import "server-only";
import type { Context } from "@/lib/context";
import { switchClient } from "./switch";

/**
 * Lets a disabled OAuth user work again, with the authorizations and the tokens that it had and that did not end.
 * @throws Refusal sign_in_required, forbidden, insufficient_scope, not_found
 */
export const enableClient = (ctx: Context, { id }: { id: string }): Promise<void> =>
  switchClient(ctx, { id, isOn: true });
