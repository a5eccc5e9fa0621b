import { identityAudience, withoutIdentity } from "@/lib/apis/identity";
import { Refusal } from "@/lib/errors";
import type { GrantedScope } from "@/lib/verify/rules";

// RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E ), one space between two.
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/;

/**
 * The contexts that a request names, each once, or null when it names none.
 * @throws Refusal invalid_scope: it is not in the form of RFC 6749 §3.3
 */
export function parseScope(scope: string | undefined): string[] | null {
  if (scope === undefined) return null;
  if (!SCOPE.test(scope)) throw new Refusal("invalid_scope", { description: "the scope is malformed" });
  return [...new Set(scope.split(" "))];
}

/** The APIs that a request names (RFC 8707 §2), each once, or null when it names none. */
export const parseResources = (resources: readonly string[]): string[] | null =>
  resources.length === 0 ? null : [...new Set(resources)];

type Asked = { scopes: string[] | null; resources: string[] | null };

/**
 * What a token gets out of what its client may have: the contexts asked for, or when none is named all but those of
 * OpenID Connect, for which a client asks by name (Core §3.1.2.1); of the named APIs alone, if any is. A sign-in goes with
 * any API. Its audience is the APIs of these contexts (RFC 8707 §2.2).
 * @throws Refusal invalid_scope: a context that is unknown or beyond what the client may have, or nothing is left;
 * invalid_target: an API that none of the contexts belongs to
 */
export function narrowed(allowed: readonly GrantedScope[], { scopes, resources }: Asked) {
  const wanted = scopes === null ? withoutIdentity(allowed) : allowed.filter(({ key }) => scopes.includes(key));
  if (wanted.length === 0 || (scopes !== null && wanted.length < scopes.length))
    throw new Refusal("invalid_scope", { description: "a requested context is unknown or not allowed to this client" });
  const audiences = new Set(wanted.map(({ audience }) => audience));
  if (resources?.some((resource) => !audiences.has(resource))) throw new Refusal("invalid_target", TARGET);
  const isMeant = (audience: string): boolean => !resources || [...resources, identityAudience()].includes(audience);
  const given = wanted.filter(({ audience }) => isMeant(audience));
  return { scopes: given.map(({ key }) => key), audience: [...audiences].filter(isMeant) };
}

/** How every refusal of a `resource` reads. */
export const TARGET = { description: "a requested resource is not an API of the granted contexts" };
