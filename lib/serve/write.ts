import "server-only";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Answer } from "@/lib/doors/answer";

function headersOf(response: Response): OutgoingHttpHeaders {
  if (response instanceof Answer) return response.plainHeaders();
  const headers: OutgoingHttpHeaders = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  return headers;
}

const mayHaveBody = (status: number): boolean => status !== 204 && status !== 304;

/** Sends a Response. Its body is taken whole: no answer of ours is long. */
export async function writeResponse(outgoing: ServerResponse, response: Response): Promise<void> {
  const body =
    response instanceof Answer ? response.content : response.body && Buffer.from(await response.arrayBuffer());
  const headers = headersOf(response);
  if (mayHaveBody(response.status)) headers["content-length"] = body === null ? 0 : Buffer.byteLength(body);
  outgoing.writeHead(response.status, headers);
  outgoing.end(body ?? undefined);
}
