import "server-only";
import type { Actor, Context } from "@/lib/context";
import { database } from "@/lib/db/database";
import { Refusal } from "@/lib/errors";
import { later } from "@/lib/later";
import { originOf } from "./origin";
import { asRefusal, type ErrorShape, refusalResponse } from "./refuse";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];

type Params = Record<string, string>;
type Run = (ctx: Context, request: Request, params: Params) => Promise<Response>;
type Handler = (request: Request, route?: { params: Promise<Params> }) => Promise<Response>;

type Options = {
  shape?: ErrorShape;
  /** Who asks. Left out: nobody, and the use case finds out for itself (client authentication, bearer token). */
  who?: (ctx: Context, request: Request) => Promise<Actor>;
};

/**
 * The door frame of every `route.ts`: context in, `run`, refusal out. Web-standard Request to Response, so that the
 * same function serves in front of Next, in Next's router, and in a test.
 *
 * A method that is not named answers 405 with `Allow`. Every answer is `no-store` unless it says otherwise.
 */
export function endpoint(
  runs: Partial<Record<Method, Run>>,
  { shape = "oauth", who }: Options = {},
): Record<Method, Handler> {
  const refuseMethod: Run = async () => {
    throw new Refusal("method_not_allowed", { headers: { Allow: Object.keys(runs).join(", ") } });
  };
  const handler =
    (run: Run): Handler =>
    async (request, route) => {
      const origin = originOf(request.headers);
      try {
        const { prisma } = await database();
        const asked: Context = { db: prisma, now: new Date(), actor: { kind: "nobody" }, origin, later };
        const ctx = who ? { ...asked, actor: await who(asked, request) } : asked;
        const response = await run(ctx, request, (await route?.params) ?? {});
        if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "no-store");
        return response;
      } catch (error) {
        return refusalResponse(asRefusal(error, origin.requestId), shape, origin.requestId);
      }
    };
  return Object.fromEntries(METHODS.map((method) => [method, handler(runs[method] ?? refuseMethod)])) as Record<
    Method,
    Handler
  >;
}
