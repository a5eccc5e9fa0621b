import { dayOf, endOfDay, plusDays, plusYears } from "@/lib/calendar";
import type { Role } from "@/lib/context";
import { after, days } from "@/lib/duration";
import { fieldRefusal } from "@/lib/errors";
import { adminScope, PERMISSIONS, roleMay } from "@/lib/people/may";
import type { GenerateToken } from "./schema";

/** From when on a token counts as about to end. */
export const EXPIRES_SOON = days(14);
/** From when on a token counts as forgotten. */
export const LONG_UNUSED = days(90);
export const FURTHEST_YEARS = 10;

/** Who may hold personal tokens; whoever loses the role takes the tokens with them. */
export const HOLDER_ROLES: readonly Role[] = ["owner", "admin"];

type Life = {
  expiresAt: Date | null;
  revokedAt: Date | null;
  revokedReason: string | null;
  maker: { disabledAt: Date | null; role: string | null };
};

/**
 * `suspended`: not revoked, but its maker can't act in the company at the moment, so it is refused; it works again
 * when they can. `expiring` works; it ends within 14 days.
 */
export type TokenState =
  | { name: "active" | "expiring" | "expired" }
  | { name: "revoked"; at: Date; reason: string | null }
  | { name: "suspended"; reason: "person_disabled" | "person_left" | "role_lost" };

function suspension({ disabledAt, role }: Life["maker"]) {
  if (disabledAt) return "person_disabled";
  if (role === null) return "person_left";
  return HOLDER_ROLES.some((holder) => holder === role) ? null : "role_lost";
}

/** What a token is at this instant. What can't be undone is told first: revoked, expired, suspended. */
export function tokenState({ expiresAt, revokedAt, revokedReason, maker }: Life, now: Date): TokenState {
  if (revokedAt) return { name: "revoked", at: revokedAt, reason: revokedReason };
  if (expiresAt && expiresAt <= now) return { name: "expired" };
  const reason = suspension(maker);
  if (reason) return { name: "suspended", reason };
  return { name: expiresAt && expiresAt <= after(now, EXPIRES_SOON) ? "expiring" : "active" };
}

type Clock = { now: Date; zone: string };

/**
 * When a token ends: at the end of a day in its maker's time zone, whether the day was named or counted from today.
 * The last instant of that day is good, the first of the next is not. Null: never.
 * @throws Refusal invalid_input on `expiresOn`: a day that is over, or one that is more than ten years away
 */
export function expiryOf({ expires, expiresOn }: Pick<GenerateToken, "expires" | "expiresOn">, clock: Clock) {
  if (expires === "none") return null;
  const today = dayOf(clock.now, clock.zone);
  if (expires !== "date") return endOfDay(plusDays(today, Number(expires)), clock.zone);
  // Days in ISO 8601 order like their text.
  if (!expiresOn) throw fieldRefusal("expiresOn", "required");
  if (expiresOn < today) throw fieldRefusal("expiresOn", "expiryInPast");
  if (expiresOn > plusYears(today, FURTHEST_YEARS))
    throw fieldRefusal("expiresOn", "expiryTooFar", { years: FURTHEST_YEARS });
  return endOfDay(expiresOn, clock.zone);
}

/** Whether somebody of that role may put the admin context `key` into a token: only one that stands for what they may do. */
export const mayGive = (role: Role, key: string): boolean =>
  PERMISSIONS.some((permission) => adminScope(permission) === key && roleMay(role, permission));

/** What a token that makes another one has itself. */
export type Holding = { scopes: readonly string[]; expiresAt: Date | null };
type Wanted = { access: "general" | "custom"; scopes: readonly string[]; expiresAt: Date | null };

/**
 * Why a token may not generate another with these rights, or null. It gives nothing that it has not got: no general
 * access, no context of its own beyond, no later end; and no admin context at all, so that one that leaked can't
 * leave a second behind that manages the company.
 */
export function excessOf(wanted: Wanted, { scopes, expiresAt }: Holding, isAdmin: (key: string) => boolean) {
  if (wanted.access === "general") return { what: "access" } as const;
  const beyond = wanted.scopes.filter((key) => isAdmin(key) || !scopes.includes(key));
  if (beyond.length > 0) return { what: "scopes", beyond } as const;
  if (expiresAt && (wanted.expiresAt === null || wanted.expiresAt > expiresAt)) return { what: "expiry" } as const;
  return null;
}
