import "server-only";
import { cookies } from "next/headers";
import type { Context } from "@/lib/context";
import { after } from "@/lib/duration";
import { actorOfHandle } from "./actor";
import { cookieAttributes, csrfCookieName, sessionCookieName } from "./cookie";
import { type Asked, runNextAuth, type Told } from "./next-auth";
import { LIVES_FOR } from "./rules";
import type { ConfirmInput, SignInInput } from "./schema";

/** The value that next-auth gave a cookie; empty where it removed it, null where it said nothing. */
function valueFrom({ setCookies }: Told, name: string): string | null {
  const line = setCookies.find((cookie) => cookie.startsWith(`${name}=`));
  return line === undefined ? null : decodeURIComponent(line.slice(name.length + 1).split(";")[0] ?? "");
}

/** next-auth's own form, filled in here: a server action has proved its origin, and needs no script to post it. */
async function post(ctx: Context, { action, provider, form = {} }: Pick<Asked, "action" | "provider" | "form">) {
  const jar = await cookies();
  const handle = jar.get(sessionCookieName())?.value ?? null;
  const asked = await runNextAuth(ctx, { action: "csrf", method: "GET", handle: null, csrfCookie: null });
  const csrfCookie = valueFrom(asked, csrfCookieName());
  const csrfToken = csrfCookie?.split("|")[0] ?? "";
  return runNextAuth(ctx, {
    action,
    ...(provider && { provider }),
    method: "POST",
    handle,
    csrfCookie,
    form: { ...form, csrfToken },
  });
}

async function keep(ctx: Context, told: Told): Promise<string> {
  const name = sessionCookieName();
  const value = valueFrom(told, name);
  if (!value) throw new Error("next-auth made no session cookie");
  (await cookies()).set(name, value, { ...cookieAttributes(), expires: after(ctx.now, LIVES_FOR) });
  return value;
}

/**
 * Signs in from a server action, with and without JavaScript: on return the answer carries the session cookie.
 *
 *     export const signInAction = action(signInSchema.extend({ to: z.string().optional() }), async (ctx, input) => {
 *       await establish(ctx, input);
 *       return { redirect: ownPath(input.to) };
 *     });
 *
 * @returns the context of whoever is signed in now
 * @throws Refusal wrong_credentials; too_many_attempts with Retry-After
 */
export async function establish(ctx: Context, { email, password }: SignInInput): Promise<Context> {
  const told = await post(ctx, { action: "callback", provider: "credentials", form: { email, password } });
  return { ...ctx, actor: await actorOfHandle(ctx, await keep(ctx, told)) };
}

/**
 * The password again, for a fresh sign-in: the session goes on under a new handle.
 * @throws Refusal sign_in_required; wrong_credentials with wrongPassword; too_many_attempts; changed_meanwhile
 */
export async function confirm(ctx: Context, { password }: ConfirmInput): Promise<void> {
  await keep(ctx, await post(ctx, { action: "callback", provider: "confirm", form: { password } }));
}

/** Ends the session and removes the cookie, from a server action. */
export async function leave(ctx: Context): Promise<void> {
  await post(ctx, { action: "signout" });
  (await cookies()).set(sessionCookieName(), "", { ...cookieAttributes(), maxAge: 0 });
}
