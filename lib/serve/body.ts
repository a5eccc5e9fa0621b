import "server-only";
import type { IncomingMessage } from "node:http";

/** Above what any protocol request needs (64 kB); a door may ask for less. */
export const LARGEST_BODY = 1_048_576;

/** What the adapter takes for a body that was read already. */
type WithRawBody = IncomingMessage & { rawBody?: Buffer };

/**
 * Whether the body stays within the limit. A declared length is believed, as the parser holds the sender to it; a body
 * in chunks has none, so it is read here, up to the limit.
 */
export async function isBodyWithinLimit(incoming: WithRawBody): Promise<boolean> {
  const declared = incoming.headers["content-length"];
  if (declared !== undefined) return Number(declared) <= LARGEST_BODY;
  if (incoming.headers["transfer-encoding"] === undefined) return true;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > LARGEST_BODY) return false;
    chunks.push(chunk);
  }
  incoming.rawBody = Buffer.concat(chunks);
  return true;
}
