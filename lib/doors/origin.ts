import "server-only";
import { isIP } from "node:net";
import type { Context } from "@/lib/context";
import { newOpaqueId } from "@/lib/crypto/id";
import { env } from "@/lib/env";

/** Set by our own server on every request, over whatever the client sent: the address of the socket. */
export const PEER_HEADER = "x-postern-peer";

/**
 * The client's address: the socket's, or, behind TRUSTED_PROXIES of them, the entry of X-Forwarded-For that the
 * outermost trusted proxy wrote, counted from the right. Null when it can't be known, a spelling that is no plain address
 * included: callers treat that as one bucket.
 */
export function clientAddress(headers: Headers, trustedProxies: number): string | null {
  const peer = headers.get(PEER_HEADER);
  if (trustedProxies === 0) return peer;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  const hop = hops.at(-trustedProxies) ?? "";
  // A zone is of the machine that wrote it, and of no use to another.
  return isIP(hop) !== 0 && !hop.includes("%") ? hop : null;
}

const LONGEST_USER_AGENT = 300;

/** Where a request came from. The request id is always ours. */
export const originOf = (headers: Headers): Context["origin"] => ({
  requestId: newOpaqueId(),
  ip: clientAddress(headers, env().TRUSTED_PROXIES),
  userAgent: headers.get("user-agent")?.slice(0, LONGEST_USER_AGENT) ?? null,
});
