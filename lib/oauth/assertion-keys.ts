import "server-only";
import type { JSONWebKeySet } from "jose";
import { storedJwkSet } from "@/lib/clients/jwk-set";
import type { Context } from "@/lib/context";
import type { Problem } from "@/lib/keys/foreign";
import type { ClientRow } from "./hot";

type Registered = Pick<ClientRow, "jwks" | "jwksUri">;

/**
 * The public keys that a client signs its assertions with: those that were registered. A set that lies at an address of
 * the client is not fetched from here.
 * @returns the set, or for our log why there is none
 */
export async function keysOf(client: Registered, _ctx: Context): Promise<JSONWebKeySet | Problem> {
  if (client.jwksUri !== null) return { problem: "the keys are at an address, which is not fetched" };
  const set = storedJwkSet(client.jwks);
  return set ? { keys: set.keys.map((jwk) => ({ ...jwk })) } : { problem: "no usable keys are registered" };
}
