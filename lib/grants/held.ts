import "server-only";
import type { Details } from "@/lib/apis/details";
import type { Context } from "@/lib/context";
import type { Choice } from "./rules";
import { findLivePersonGrant } from "./store";

export type HeldGrant = Choice & Readonly<{ id: string }>;

/** What a person has allowed a client, has not taken back, and has not seen end; or null. */
export async function heldGrant(
  { db, now }: Pick<Context, "db" | "now">,
  whose: { clientId: string; userId: string },
): Promise<HeldGrant | null> {
  const row = await findLivePersonGrant(db, whose, now);
  return row && { ...row, details: row.details as Details };
}
