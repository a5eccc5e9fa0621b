import type { JwkSet } from "./jwk-set";

/** How a confidential client proves who it is; a public one does not (RFC 6749 §2.3). */
export const AUTH_METHODS = ["client_secret", "private_key_jwt"] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

export type Authentication = Readonly<{
  isPublic: boolean;
  authMethod: AuthMethod;
  jwks: JwkSet | null;
  jwksUri: string | null;
}>;

/** Why a client can't authenticate like that: the field, and a key of the `fieldErrors` messages; or null. */
export function authenticationProblem({
  isPublic,
  authMethod,
  jwks,
  jwksUri,
}: Authentication): { field: "authMethod" | "jwks" | "jwksUri"; code: string } | null {
  if (authMethod === "client_secret") return null;
  if (isPublic) return { field: "authMethod", code: "publicHasNoKey" };
  if (!jwks && !jwksUri) return { field: "jwks", code: "keysRequired" };
  return jwks && jwksUri ? { field: "jwksUri", code: "keysTwice" } : null;
}

/** Keys of a client that authenticates with a secret are not kept: they would open it again when nobody remembers them. */
export const keysToKeep = ({ authMethod, jwks, jwksUri }: Omit<Authentication, "isPublic">) =>
  authMethod === "private_key_jwt" ? { jwks, jwksUri } : { jwks: null, jwksUri: null };
