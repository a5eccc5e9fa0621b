import { DEVICE_CODE } from "@/lib/apis/grant-types";
import { minutes } from "@/lib/duration";
import { Refusal } from "@/lib/errors";

/** How long a person has to come, sign in and decide. */
export const DEVICE_LIFETIME = minutes(15);

/** How long a device waits between two questions at first, and by how much longer each time that it does not. */
export const FIRST_INTERVAL_SECONDS = 5;
export const SLOWER_BY_SECONDS = 5;

/**
 * What stands in the place of a PKCE challenge. No verifier has it (RFC 7636 §4.2: a challenge is 43 characters), and
 * nothing but the device grant asks with it.
 */
export const DEVICE_CHALLENGE = "device_code";

type Client = { grantType: string; additionalGrantTypes: readonly string[] };

/** Whether a client acts for people, and an administrator has opened the device grant to it. */
export const mayUseDevices = ({ grantType, additionalGrantTypes }: Client): boolean =>
  grantType === "authorization_code" && additionalGrantTypes.includes(DEVICE_CODE);

type Waiting = { expiresAt: Date; decidedAt: Date | null; sessionId: string | null };

/**
 * Why a request cannot be decided by this session; null: it can. One that is gone is like one that has expired, and one
 * whose code nobody has typed yet is nobody's.
 */
export function whyNotDecidable(row: Waiting | null, sessionId: string, now: Date): Refusal | null {
  if (!row || row.decidedAt !== null || row.expiresAt <= now) return unknownUserCode("over");
  return row.sessionId === sessionId ? null : new Refusal("not_your_request");
}

/** One answer, whether a code was never there, is over, or was answered: `detail` is for our log. */
export const unknownUserCode = (detail: string): Refusal =>
  new Refusal("invalid_user_code", { description: "no device waits with this code", detail });
