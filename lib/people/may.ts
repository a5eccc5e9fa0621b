import type { Context, Role } from "@/lib/context";
import { after, minutes } from "@/lib/duration";
import { Refusal } from "@/lib/errors";

/** Everything that the console and the admin API can ask leave for. */
export const PERMISSIONS = [
  "clients:read",
  "clients:write",
  "tokens:read",
  "tokens:write",
  "grants:read",
  "grants:write",
  "log:read",
  "legacy:read",
  "legacy:manage",
  "company:read",
  "company:write",
  "people:read",
  "people:write",
  "security:read",
  "security:write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const OWNER_ALONE: readonly Permission[] = ["legacy:manage", "company:write", "people:write", "security:write"];
const ROLE_PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(PERMISSIONS),
  admin: new Set(PERMISSIONS.filter((permission) => !OWNER_ALONE.includes(permission))),
  member: new Set(),
};

/** The admin contexts that a personal token can carry: what leads to a secret or to more rights is not among them. */
export const TOKEN_PERMISSIONS = [
  "clients:read",
  "clients:write",
  "tokens:read",
  "tokens:write",
  "grants:read",
  "grants:write",
  "log:read",
] as const;

/** The context (scope) of the admin API that lets a personal token do `permission`. */
export const adminScope = (permission: Permission): string => `postern:${permission}`;

export const roleMay = (role: Role, permission: Permission): boolean => ROLE_PERMISSIONS[role].has(permission);

export type Staff = { companyId: string; userId: string };

/**
 * The one gate of every use case: who acts, in which company.
 * A person needs the role; a personal token needs the context as well, and never does more than its maker may.
 *
 * @throws Refusal sign_in_required, insufficient_scope, forbidden
 */
export function requirePermission({ actor }: Pick<Context, "actor">, permission: Permission): Staff {
  if (actor.kind === "person") {
    if (actor.membership && roleMay(actor.membership.role, permission))
      return { companyId: actor.membership.companyId, userId: actor.userId };
    throw new Refusal("forbidden", { description: `your role does not include ${permission}` });
  }
  if (actor.kind === "token") {
    const scope = adminScope(permission);
    if (!actor.scopes.includes(scope))
      throw new Refusal("insufficient_scope", {
        description: `this needs the context ${scope}`,
        headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
      });
    if (!roleMay(actor.role, permission))
      throw new Refusal("forbidden", { description: "the maker of this token may not do that any more" });
    return { companyId: actor.companyId, userId: actor.userId };
  }
  throw new Refusal("sign_in_required");
}

export const FRESH_FOR = minutes(10);

/**
 * For what shows a secret or widens rights: a person whose password was typed in the last ten minutes.
 * @throws Refusal fresh_sign_in_required; sign_in_required when it is no person
 */
export function requireFreshSignIn({ actor, now }: Pick<Context, "actor" | "now">): void {
  if (actor.kind !== "person") throw new Refusal("sign_in_required");
  if (after(actor.authenticatedAt, FRESH_FOR) < now) throw new Refusal("fresh_sign_in_required");
}
