import "server-only";
import type { Context } from "@/lib/context";
import { switchLegacyKey } from "./switch";

/**
 * Lets a disabled API connection work again, with the same key and secret.
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required, not_found
 */
export const enableLegacyKey = (ctx: Context): Promise<void> => switchLegacyKey(ctx, { isOn: true });
