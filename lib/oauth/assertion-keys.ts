import "server-only";
import type { JSONWebKeySet } from "jose";
import { storedJwkSet } from "@/lib/clients/jwk-set";
import type { Context } from "@/lib/context";
import type { Problem } from "@/lib/keys/foreign";
import { jwksFrom } from "@/lib/outbound/jwks";
import type { ClientRow } from "./hot";

type Registered = Pick<ClientRow, "jwks" | "jwksUri">;
type Asked = Readonly<{ kid: string | undefined; now: Context["now"] }>;

const NONE = { problem: "no usable keys are registered" };

/** A set of others may hold keys that are for something else: each is judged alone. */
const usableOf = (keys: readonly object[]) => keys.flatMap((jwk) => storedJwkSet({ keys: [jwk] })?.keys ?? []);

/**
 * The public keys that a client signs its assertions with: those that were registered, or those that lie at the address
 * that was (RFC 7591 §2), which is read through the guard of `lib/outbound`.
 * @returns the set, or for our log why there is none
 */
export async function keysOf({ jwks, jwksUri }: Registered, asked: Asked): Promise<JSONWebKeySet | Problem> {
  const keys = jwksUri === null ? (storedJwkSet(jwks)?.keys ?? []) : usableOf(await jwksFrom(jwksUri, asked));
  return keys.length > 0 ? { keys: keys.map((jwk) => ({ ...jwk })) } : NONE;
}
