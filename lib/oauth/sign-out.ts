import "server-only";
import type { Context } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { Refusal } from "@/lib/errors";
import { csrfToken, isCsrfToken } from "./csrf";
import { withQuery } from "./redirect";
import { isClientKey } from "./rules";
import { SIGN_OUT_PATH, type SignOutAsked, signOutAsked } from "./sign-out-address";
import { findSignOut } from "./store";

/** What the page that asks shows. */
export type SignOutView = Readonly<{
  /** Who is signed in; null: nobody, so there is nothing to ask. */
  person: { name: string; email: string; csrf: string } | null;
  /** The application that asks, as its makers call it. */
  app: string | null;
  /** Where the browser goes afterwards, and what that is called: the whole host, or an app's own scheme. */
  back: { address: string; host: string } | null;
  /** The application has shown that it signed somebody in: whoever is signed out already is led back to it at once. */
  isHinted: boolean;
}>;

/** A client that people may be led back to; null: there is none of that name, or it has ended. */
export async function livingClient(db: Db, key: string) {
  const client = isClientKey(key) ? await findSignOut(db, key) : null;
  return client && !client.disabledAt && !client.removedAt ? client : null;
}

/** The registered address that the request names, with its state; null: none, or it is not registered any more. */
function addressOf({ to, state }: SignOutAsked, { postLogoutRedirectUris }: { postLogoutRedirectUris: string[] }) {
  if (to === null || !postLogoutRedirectUris.includes(to)) return null;
  return withQuery(to, state === null ? {} : { state });
}

async function standing({ db }: Pick<Context, "db">, search: URLSearchParams) {
  const asked = signOutAsked(search);
  const client = asked && (await livingClient(db, asked.clientKey));
  return asked && client ? { asked, client, address: addressOf(asked, client) } : null;
}

const formOf = (sessionId: string) => ({ sessionId, requestId: "sign-out" });

function backTo(address: string): SignOutView["back"] {
  const { protocol, host } = new URL(address);
  return { address, host: /^https?:$/.test(protocol) ? host : protocol };
}

/** What is asked of whoever opens the page, by the address that the end session endpoint wrote; any other asks for itself. */
export async function readSignOut(ctx: Context, search: URLSearchParams): Promise<SignOutView> {
  const { actor } = ctx;
  const found = await standing(ctx, search);
  return {
    person:
      actor.kind === "person"
        ? { name: actor.name, email: actor.email, csrf: csrfToken(formOf(actor.sessionId)) }
        : null,
    app: found?.client.name ?? null,
    back: found?.address ? backTo(found.address) : null,
    isHinted: found?.asked.isHinted ?? false,
  };
}

/**
 * Where the browser goes once the person has agreed and their session has ended.
 * @throws Refusal wrong_origin: the form is not the one that this session was shown
 */
export async function afterSignOut(
  ctx: Context,
  { request, csrf }: { request: string; csrf: string },
): Promise<string> {
  const { actor } = ctx;
  if (actor.kind === "person" && !isCsrfToken(formOf(actor.sessionId), csrf))
    throw new Refusal("wrong_origin", { detail: "csrf" });
  return (await standing(ctx, new URLSearchParams(request)))?.address ?? SIGN_OUT_PATH;
}
