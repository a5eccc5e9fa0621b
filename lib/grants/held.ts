import "server-only";
import type { Context } from "@/lib/context";
import { findLivePersonGrant } from "./store";

/** What a person has allowed a client and not taken back, or null. */
export const heldGrant = (
  { db }: Pick<Context, "db">,
  { clientId, userId }: { clientId: string; userId: string },
): Promise<{ id: string; scopes: string[] } | null> => findLivePersonGrant(db, clientId, userId);
