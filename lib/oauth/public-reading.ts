import "server-only";
import type { Context } from "@/lib/context";
import { empty } from "@/lib/doors/answer";

/** What is the same for everybody may be read by a page of any origin. */
export const ANY_ORIGIN = { "access-control-allow-origin": "*" };

/** The preflight of such a document: clients in browsers add headers of their own to the request. */
export async function publicPreflight(_ctx: Context, _request: Request): Promise<Response> {
  return empty(204, {
    ...ANY_ORIGIN,
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "*",
    "access-control-max-age": "3600",
  });
}
