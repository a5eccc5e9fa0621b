import { withoutIdentity } from "@/lib/apis/identity";
import { isAdminScope } from "@/lib/apis/system";
import type { Role } from "@/lib/context";
import { adminScope, PERMISSIONS, roleMay } from "@/lib/people/may";

/** One permission that a credential has at this moment, and the API that it is for. */
export type GrantedScope = Readonly<{ key: string; audience: string }>;

/** Pairs the two columns that a look-up gives. */
export const pairedScopes = (keys: readonly string[] | null, audiences: readonly string[] | null): GrantedScope[] =>
  (keys ?? []).map((key, index) => ({ key, audience: audiences?.[index] ?? "" }));

const mayUse = (role: Role, key: string): boolean =>
  PERMISSIONS.some((permission) => adminScope(permission) === key && roleMay(role, permission));

/**
 * What a personal token may do: a general one everything but the admin contexts, a custom one what it lists; an admin
 * context only while its maker's role includes what it stands for. It is no sign-in, whatever it lists.
 */
export function personalScopes(given: readonly GrantedScope[], access: string, role: Role): GrantedScope[] {
  const scopes = withoutIdentity(given);
  if (access === "general") return scopes.filter(({ key }) => !isAdminScope(key));
  return scopes.filter(({ key }) => !isAdminScope(key) || mayUse(role, key));
}

/** Personal tokens are for owners and admins: a maker who became a member, or has no role, takes the token with them. */
export const mayHoldTokens = (role: string | null): role is Role => role === "owner" || role === "admin";

/** A credential ends at the very instant that it names (RFC 7519 §4.1.4: "on or after"). */
export const isOver = (expiresAt: Date | null, now: Date): boolean => expiresAt !== null && expiresAt <= now;
