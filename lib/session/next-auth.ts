import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions, type User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { z } from "zod";
import type { Context } from "@/lib/context";
import type { Secret } from "@/lib/crypto/secret";
import { fieldErrorsOf } from "@/lib/doors/field-errors";
import { env, issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";
import { confirmPassword } from "./confirm";
import { cookieAttributes, csrfCookieName, sessionCookieName } from "./cookie";
import { LIVES_FOR } from "./rules";
import { confirmSchema, signInSchema } from "./schema";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";

/**
 * next-auth, known here alone: it keeps the cookie and the token of its forms, our use cases decide. What it takes for
 * its JSON Web Token is the opaque handle of a Session row and nothing else (docs/decisions/0012-sessions-and-people.md).
 */

/** `credentials` is the sign-in; `confirm` the password again, in a session. */
export type ProviderId = "credentials" | "confirm";

export type Asked = Readonly<{
  action: "csrf" | "session" | "signout" | "callback";
  provider?: ProviderId;
  method: "GET" | "POST";
  /** The session handle and the form token's cookie that came with the request. No other cookie of ours is next-auth's. */
  handle: string | null;
  csrfCookie: string | null;
  form?: Readonly<{ email?: string; password?: string; csrfToken?: string }>;
}>;

export type Told = Readonly<{ redirect: string | null; body: unknown; setCookies: readonly string[] }>;

/** What one run leaves behind besides next-auth's answer: it would turn every error of ours into a query parameter. */
type Run = { handle: string; failure: { error: unknown } | null };

/** Lets next-auth see the failure, and keeps it for the caller. */
async function kept<T>(run: Run, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    run.failure = { error };
    throw error;
  }
}

const logger = {
  // A dead or forged handle is an ordinary event to us.
  error: (code: string, metadata: unknown) => {
    const message = metadata instanceof Error ? metadata.message : undefined;
    log()[code === "JWT_SESSION_ERROR" ? "debug" : "warn"]({ code, message }, "next-auth");
  },
  warn: (code: string) => log().warn({ code }, "next-auth"),
  debug: () => {},
};

/** @throws Refusal invalid_input */
function parsed<S extends z.ZodType>(schema: S, form: unknown): z.output<S> {
  const result = schema.safeParse(form);
  if (!result.success) throw new Refusal("invalid_input", { fields: fieldErrorsOf(result.error) });
  return result.data;
}

type Entered = Promise<{ handle: Secret }>;

function providersFor(ctx: Context, run: Run) {
  const provider = (id: ProviderId, enter: (form: unknown) => Entered) =>
    CredentialsProvider({
      id,
      credentials: {},
      authorize: (form): Promise<User> =>
        kept(run, async () => {
          run.handle = (await enter(form)).handle.reveal();
          return { id };
        }),
    });
  return [
    provider("credentials", async (form) => signIn(ctx, parsed(signInSchema, form))),
    provider("confirm", async (form) => confirmPassword(ctx, parsed(confirmSchema, form))),
  ];
}

function optionsFor(ctx: Context, run: Run): AuthOptions {
  const options = cookieAttributes();
  return {
    secret: env().NEXTAUTH_SECRET,
    providers: providersFor(ctx, run),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: LIVES_FOR / 1000 },
    useSecureCookies: options.secure,
    cookies: {
      sessionToken: { name: sessionCookieName(), options },
      csrfToken: { name: csrfCookieName(), options },
    },
    jwt: {
      encode: async () => run.handle,
      // The door has looked the handle up already; next-auth learns no more than whether it is good.
      decode: async ({ token }) => {
        run.handle = token ?? "";
        return ctx.actor.kind === "person" ? {} : null;
      },
    },
    callbacks: { redirect: async ({ baseUrl }) => baseUrl },
    events: { signOut: () => kept(run, () => signOut(ctx)) },
    logger,
  };
}

/** The answer as next-auth writes it: it knows the `res` of Node-style handlers. */
class Recorded {
  readonly told: { redirect: string | null; body: unknown; setCookies: string[] } = {
    redirect: null,
    body: null,
    setCookies: [],
  };
  status() {
    return this;
  }
  getHeader(name: string) {
    return name.toLowerCase() === "set-cookie" ? this.told.setCookies : undefined;
  }
  setHeader(name: string, value: string | string[]) {
    if (name.toLowerCase() === "set-cookie") this.told.setCookies = [value].flat();
    if (name.toLowerCase() === "location") this.told.redirect = [value].flat()[0] ?? null;
    return this;
  }
  json(body: unknown) {
    this.told.body = body;
  }
  send(body: unknown) {
    this.told.body = body;
  }
  end() {}
}

/**
 * Runs one action of next-auth for `ctx`, without a framework around it, so that a route and a server action share it.
 * @throws whatever our use case threw: a refusal, or a fault
 */
export async function runNextAuth(ctx: Context, asked: Asked): Promise<Told> {
  // The only way to tell next-auth its address; without it, it would believe a header.
  process.env.NEXTAUTH_URL = `${issuerUrl()}/api/auth`;
  const run: Run = { handle: "", failure: null };
  const recorded = new Recorded();
  const cookies = {
    ...(asked.handle && { [sessionCookieName()]: asked.handle }),
    ...(asked.csrfCookie && { [csrfCookieName()]: asked.csrfCookie }),
  };
  const request = {
    method: asked.method,
    headers: {},
    cookies,
    query: { nextauth: [asked.action, ...(asked.provider ? [asked.provider] : [])] },
    body: { ...asked.form },
  };
  await NextAuth(request as unknown as NextApiRequest, recorded as unknown as NextApiResponse, optionsFor(ctx, run));
  if (run.failure) throw run.failure.error;
  return recorded.told;
}
