import "server-only";
import type { METHODS, RouteHandler } from "@/lib/doors/endpoint";
import { env, issuerUrl } from "@/lib/env";

type Handlers = Readonly<Record<(typeof METHODS)[number], RouteHandler>>;

/** 23 November 2026: the classic flow was obsolete from its first day here. */
const OBSOLETE_SINCE = Date.UTC(2026, 10, 23) / 1000;

/**
 * What tells a program that it lives on the classic flow (RFC 9745 §2): since when that is obsolete, from when on it
 * need not be there any more (RFC 8594 §3), and the page that says what to do.
 */
export const obsoleteHeaders = (): Record<string, string> => ({
  deprecation: `@${OBSOLETE_SINCE}`,
  sunset: new Date(env().POSTERN_CLASSIC_SUNSET).toUTCString(),
  link: `<${issuerUrl()}/classic>; rel="deprecation"; type="text/html"`,
});

/** The handlers of a documented classic path: each of its answers says that it is obsolete, those of a wrong method too. */
export function obsolete(handlers: Handlers): Handlers {
  const said =
    (handler: RouteHandler) =>
    async (...asked: Parameters<RouteHandler>): Promise<Response> => {
      const response = await handler(...asked);
      for (const [name, value] of Object.entries(obsoleteHeaders())) response.headers.set(name, value);
      return response;
    };
  return Object.fromEntries(
    Object.entries(handlers).map(([method, handler]) => [
      method,
      Object.assign(said(handler), { allow: handler.allow }),
    ]),
  ) as Handlers;
}
