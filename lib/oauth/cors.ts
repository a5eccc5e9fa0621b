import "server-only";
import type { Context } from "@/lib/context";
import { empty } from "@/lib/doors/answer";
import { carrying } from "./carrying";
import { isPublicOrigin } from "./hot";

type Run = (ctx: Context, request: Request) => Promise<Response>;

// RFC 6454 §6.2; `null`, the origin of sandboxed pages and files, is nobody's.
const WEB_ORIGIN = /^https?:\/\/[A-Za-z0-9.:[\]-]{1,255}$/;
const VARY = { vary: "Origin" };
/** Without it a page could not make the proof that it is asked for (RFC 9449 §8). */
const READABLE = { "access-control-expose-headers": "DPoP-Nonce" };

/** The headers that let a page read the answer, if its origin is where a living public client has its address. */
async function allowance(request: Request): Promise<Record<string, string>> {
  const origin = request.headers.get("origin");
  if (origin === null) return {};
  const isKnown = WEB_ORIGIN.test(origin) && (await isPublicOrigin(origin));
  return isKnown ? { ...VARY, "access-control-allow-origin": origin, ...READABLE } : VARY;
}

/**
 * Lets applications in browsers read the answers of `run`, refusals too (OAuth 2.1 §3.2). Cookies mean nothing here, so
 * none are allowed. A caller that is no browser sends no Origin and costs nothing.
 */
export const readableByPublicClients =
  (run: Run): Run =>
  async (ctx, request) => {
    const headers = await allowance(request);
    return carrying(headers, () => run(ctx, request));
  };

/** The preflight: it names no client, so the origin alone decides. */
export async function preflight(_ctx: Context, request: Request): Promise<Response> {
  const headers = await allowance(request);
  if (!headers["access-control-allow-origin"]) return empty(204, headers);
  return empty(204, {
    ...headers,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "authorization, content-type, dpop",
    "access-control-max-age": "600",
  });
}
