import "server-only";
import type { Actor, Context } from "@/lib/context";
import { database } from "@/lib/db/database";
import { days } from "@/lib/duration";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { later } from "@/lib/later";
import { Answer } from "./answer";
import { originOf } from "./origin";
import { asRefusal, type ErrorShape, refusalResponse } from "./refuse";

export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];

type Params = Record<string, string>;
type Run = (ctx: Context, request: Request, params: Params) => Promise<Response>;
type Handler = (request: Request, route?: { params: Promise<Params> }) => Promise<Response>;
/** What a `route.ts` exports under each method. `allow` names the methods that it takes. */
export type RouteHandler = Handler & Readonly<{ allow: string }>;

type Options = {
  shape?: ErrorShape;
  /** Who asks. Left out: nobody, and the use case finds out for itself (client authentication, bearer token). */
  who?: (ctx: Context, request: Request) => Promise<Actor>;
};

const HSTS = `max-age=${days(730) / 1000}; includeSubDomains`;

/** What every answer carries unless it says otherwise: not kept by anybody, read as nothing but what it says it is. */
function finished(response: Response): Response {
  const put = (name: string, value: string): void => {
    if (response instanceof Answer) response.putDefault(name, value);
    else if (!response.headers.has(name)) response.headers.set(name, value);
  };
  put("cache-control", "no-store");
  put("x-content-type-options", "nosniff");
  if (issuerUrl().startsWith("https:")) put("strict-transport-security", HSTS);
  return response;
}

/**
 * The door frame of every `route.ts`: context in, `run`, refusal out. Web-standard Request to Response, so that the
 * same function serves in front of Next, in Next's router, and in a test.
 *
 * A method that is not named answers 405 with `Allow`. Every answer is `no-store` and `nosniff`.
 */
export function endpoint(
  runs: Partial<Record<Method, Run>>,
  { shape = "oauth", who }: Options = {},
): Record<Method, RouteHandler> {
  const allow = Object.keys(runs).join(", ");
  const refuseMethod: Run = async () => {
    throw new Refusal("method_not_allowed", { headers: { Allow: allow } });
  };
  const handler =
    (run: Run): Handler =>
    async (request, route) => {
      const origin = originOf(request.headers);
      try {
        const { prisma } = await database();
        const asked: Context = { db: prisma, now: new Date(), actor: { kind: "nobody" }, origin, later };
        const ctx = who ? { ...asked, actor: await who(asked, request) } : asked;
        return finished(await run(ctx, request, (await route?.params) ?? {}));
      } catch (error) {
        return finished(refusalResponse(asRefusal(error, origin.requestId), shape, origin.requestId));
      }
    };
  return Object.fromEntries(
    METHODS.map((method) => [method, Object.assign(handler(runs[method] ?? refuseMethod), { allow })]),
  ) as Record<Method, RouteHandler>;
}
