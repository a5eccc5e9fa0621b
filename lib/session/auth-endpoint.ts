import "server-only";
import type { Context } from "@/lib/context";
import { empty, json } from "@/lib/doors/answer";
import { ownPath } from "@/lib/doors/path";
import { issuerUrl, publicOrigin } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { cookieFrom, csrfCookieName, handleFromCookies, sessionCookieName } from "./cookie";
import { readForm } from "./form";
import { type Asked, runNextAuth, type Told } from "./next-auth";

const BASE = "/api/auth/";

/** What of next-auth can be reached from outside. The rest, its pages and its log for browsers, answers 404. */
const DOORS: Readonly<Record<string, Pick<Asked, "action" | "provider" | "method">>> = {
  csrf: { action: "csrf", method: "GET" },
  session: { action: "session", method: "GET" },
  "callback/credentials": { action: "callback", provider: "credentials", method: "POST" },
  signout: { action: "signout", method: "POST" },
};

/** Only our own two cookies leave; next-auth's memory of where to go next is not among them. */
function withCookies(response: Response, { setCookies }: Told): Response {
  const own = [sessionCookieName(), csrfCookieName()];
  const kept = setCookies.filter((line) => own.some((name) => line.startsWith(`${name}=`)));
  for (const line of kept) response.headers.append("set-cookie", line);
  return response;
}

const seeOther = (path: string, headers: Record<string, string> = {}): Response =>
  empty(303, { location: `${issuerUrl()}${path}`, ...headers });

const signInPath = (error: string, to: string): string =>
  `/sign-in?${new URLSearchParams({ error, ...(to !== "/" && { to }) })}`;

/** @throws Refusal wrong_origin, unsupported_media_type, body_too_large */
async function formOf(request: Request): Promise<Partial<Record<string, string>>> {
  if (request.headers.get("origin") !== publicOrigin())
    throw new Refusal("wrong_origin", { detail: request.headers.get("origin") });
  return readForm(request);
}

async function enter(ctx: Context, asked: Asked, to: string): Promise<Response> {
  try {
    return withCookies(seeOther(to), await run(ctx, asked));
  } catch (error) {
    if (!(error instanceof Refusal) || error.name === "wrong_origin") throw error;
    return seeOther(signInPath(error.name, to));
  }
}

/** @throws Refusal wrong_origin when next-auth does not find its form's token */
async function run(ctx: Context, asked: Asked): Promise<Told> {
  const told = await runNextAuth(ctx, asked);
  if (told.redirect?.includes("csrf=true"))
    throw new Refusal("wrong_origin", { description: "csrfToken is missing, or is not the one of its cookie" });
  return told;
}

/**
 * `/api/auth/…`: signing in and out for clients that post next-auth's form. It tells nothing of a session but that there is
 * one. Failures lead to the sign-in page.
 *
 * @throws Refusal not_found, method_not_allowed, wrong_origin, unsupported_media_type, body_too_large
 */
export async function answerAuth(ctx: Context, request: Request): Promise<Response> {
  const name = new URL(request.url).pathname.slice(BASE.length);
  const door = Object.hasOwn(DOORS, name) ? DOORS[name] : undefined;
  if (!door) throw new Refusal("not_found");
  if (door.method !== request.method) throw new Refusal("method_not_allowed", { headers: { Allow: door.method } });
  const cookie = request.headers.get("cookie");
  const { email = "", password = "", csrfToken = "", to } = door.method === "POST" ? await formOf(request) : {};
  const asked: Asked = {
    ...door,
    handle: handleFromCookies(cookie),
    csrfCookie: cookieFrom(cookie, csrfCookieName()),
    form: { email, password, csrfToken },
  };
  if (door.action === "callback") return enter(ctx, asked, ownPath(to));
  const told = await run(ctx, asked);
  if (door.action === "signout") return withCookies(seeOther("/sign-in", { "clear-site-data": '"cache"' }), told);
  if (door.action === "csrf") return withCookies(json(told.body), told);
  const isSignedIn = ctx.actor.kind === "person";
  return isSignedIn ? json({ signedIn: true }) : withCookies(json({ signedIn: false }), told);
}
