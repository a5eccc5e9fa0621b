import "server-only";
import type { Context } from "@/lib/context";
import { emailSchema } from "@/lib/people/schema";
import { isRequestId } from "./rules";
import { findRequest } from "./store";

/** The app that a reader was sent here by. Its name is what its makers wrote. */
export type AskingApp = Readonly<{
  name: string;
  /** Who it says will sign in; null: it does not say, or not by an email address. */
  loginHint: string | null;
}>;

const CONSENT_PATH = /^\/consent\/([^/?]+)(?:\?|$)/;

/**
 * The app whose request waits at `path`, for the sign-in that comes before the consent page; null when `path` is another
 * page, or nothing waits there. The id in the path is a secret of who started the request, so it needs no sign-in.
 */
export async function askingApp({ db, now }: Pick<Context, "db" | "now">, path: string): Promise<AskingApp | null> {
  const id = CONSENT_PATH.exec(path)?.[1];
  const request = id && isRequestId(id) ? await findRequest(db, id) : null;
  if (!request || request.decidedAt || request.expiresAt <= now) return null;
  return { name: request.client.name, loginHint: emailSchema.safeParse(request.loginHint).data ?? null };
}
