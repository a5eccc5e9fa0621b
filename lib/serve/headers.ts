import "server-only";
import type { IncomingMessage } from "node:http";
import { ROUTER_HEADER } from "@/lib/doors/gate";
import { PEER_HEADER } from "@/lib/doors/origin";
import { issuerUrl } from "@/lib/env";
import { oncePerProcess } from "@/lib/runtime";

/** Names that only Next may give itself: from outside they would steer its router past what they pass through. */
const INTERNAL = /^(x-middleware-|x-nextjs-data$|x-now-route-matches$|x-matched-path$|next-resume)/;

type Own = Readonly<Record<string, string>>;

/** The public address is what the settings say, whatever a proxy or a client writes. */
const ownHeaders = (): Own =>
  oncePerProcess("own-headers", () => {
    const { host, protocol } = new URL(issuerUrl());
    return { "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) };
  });

const isOurs = (name: string): boolean =>
  name === PEER_HEADER ||
  name === ROUTER_HEADER ||
  name === "x-forwarded-host" ||
  name === "x-forwarded-proto" ||
  INTERNAL.test(name);

/**
 * Takes off a request what only we or Next may say, and writes on it what we know: the address of the socket, our
 * own public address, and whether Next's router asks. Both views of the headers are kept in step, as frameworks read the
 * one or the other.
 */
export function cleanHeaders(incoming: IncomingMessage): void {
  const { headers, rawHeaders } = incoming;
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    // Every name of ours begins with x- or n: the others are not looked at closer.
    if ((name[0] !== "x" && name[0] !== "n") || !isOurs(name)) continue;
    rawHeaders.splice(i, 2);
    delete headers[name];
  }
  const own = {
    ...ownHeaders(),
    [PEER_HEADER]: incoming.socket.remoteAddress ?? "",
    ...(headers.rsc && { [ROUTER_HEADER]: "1" }),
  };
  for (const [name, value] of Object.entries(own)) {
    headers[name] = value;
    rawHeaders.push(name, value);
  }
}
