import "server-only";
import type { Context } from "@/lib/context";
import { empty } from "@/lib/doors/answer";
import { Refusal } from "@/lib/errors";
import { ANY_ORIGIN } from "./public-reading";

type Run = (ctx: Context, request: Request) => Promise<Response>;

/**
 * Lets an application in a browser read the answers of `run`, from wherever: it is registered nowhere yet, so there is no
 * origin to know it by. No cookie counts there, so no page can do more than its own server could.
 */
export const readableByAnyone =
  (run: Run): Run =>
  async (ctx, request) => {
    try {
      const response = await run(ctx, request);
      for (const [name, value] of Object.entries(ANY_ORIGIN)) response.headers.set(name, value);
      return response;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { name, description, detail, headers } = error;
      throw new Refusal(name, { description, detail, headers: { ...headers, ...ANY_ORIGIN } });
    }
  };

/** Says nothing of whether registration is offered: the answer to the request itself does. */
export async function registrationPreflight(_ctx: Context, _request: Request): Promise<Response> {
  return empty(204, {
    ...ANY_ORIGIN,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "600",
  });
}
