import "server-only";
import type { Context } from "@/lib/context";
import { switchLegacyKey } from "./switch";

/**
 * Stops the API connection: its key and secret are refused from the next call on.
 * @throws Refusal sign_in_required, forbidden, fresh_sign_in_required, not_found
 */
export const disableLegacyKey = (ctx: Context): Promise<void> => switchLegacyKey(ctx, { isOn: false });
