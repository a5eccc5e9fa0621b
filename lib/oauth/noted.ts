import "server-only";
import { type Named, noteFailure } from "@/lib/clients/failures/note";
import type { FailureEndpoint } from "@/lib/clients/failures/rules";
import { findClientId } from "@/lib/clients/failures/store";
import type { Context } from "@/lib/context";
import { hashesOf } from "@/lib/crypto/hash";
import { Refusal } from "@/lib/errors";
import { findClientOfAccess } from "@/lib/tokens/oauth/store";
import { presentedCredential } from "@/lib/verify/presented";
import { faultOf, isFault, isShown } from "./fault";
import { type Form, formReadFrom, NO_FORM } from "./form";
import { presentedClient } from "./presented-client";

type Run = (ctx: Context, request: Request) => Promise<Response>;

const LONGEST_KEY = 200;

const byKey = (key: string): Named | null =>
  key.length > 0 && key.length <= LONGEST_KEY && !/\p{Cc}/u.test(key)
    ? { name: key, clientId: (db) => findClientId(db, key) }
    : null;

/** How the request shows who it comes from, and whom it names: nothing of it is proven. */
function shownBy(headers: Headers, form: Form): { method: string; named: Named | null } {
  const shown = presentedClient(headers, form);
  if (typeof shown !== "string") return { method: shown.method, named: byKey(shown.key) };
  return { method: shown, named: byKey(form.get("client_id") ?? "") };
}

/** The client of the access token that was shown, if it was ever one. */
function bearerOf(headers: Headers): Named | null {
  const shown = presentedCredential(headers);
  if (typeof shown === "string" || shown.scheme !== "bearer") return null;
  const hashes = hashesOf(shown.token);
  return { name: hashes[0]?.toString("base64") ?? "", clientId: (db) => findClientOfAccess(db, hashes) };
}

type Refused = Readonly<{
  endpoint: FailureEndpoint;
  refusal: Refusal;
  /** The parameters, as far as they could be read. */
  read: (name: string) => string | null | undefined;
}>;

/** Notes a refusal for the client that the request named, if there is one and its makers can mend it. */
export function noteRefused(ctx: Context, named: Named | null, { endpoint, refusal, read }: Refused): void {
  if (!named || !isFault(refusal)) return;
  const { parameter, reason } = faultOf(refusal, endpoint, read("grant_type") ?? undefined);
  const received = parameter === null ? null : (read(parameter) ?? null);
  noteFailure(ctx, named, { endpoint, refusal: refusal.name, parameter, reason, received });
}

/** What an authorization request was refused for: its client is in the address. */
export const noteUnauthorized = (ctx: Context, refusal: Refusal, one: (name: string) => string | null): void =>
  noteRefused(ctx, byKey(one("client_id") ?? ""), {
    endpoint: "authorize",
    refusal,
    read: (name) => (isShown(name) ? one(name) : null),
  });

function reader(headers: Headers, form: Form, method: string): Refused["read"] {
  return (name) => {
    if (name === "client_authentication") return method;
    if (name === "content-type") return headers.get(name) ?? "";
    return isShown(name) ? form.get(name) : null;
  };
}

/**
 * `run`, whose refusals are kept for the administrators of the client that the request named: by its key, or by
 * the token at an endpoint that takes one. The answer is the same and waits for nothing.
 */
export const noted =
  (endpoint: FailureEndpoint, run: Run): Run =>
  async (ctx, request) => {
    try {
      return await run(ctx, request);
    } catch (refusal) {
      if (refusal instanceof Refusal) {
        const { headers } = request;
        const form = formReadFrom(request) ?? NO_FORM;
        const { method, named } = shownBy(headers, form);
        noteRefused(ctx, endpoint === "userinfo" ? bearerOf(headers) : named, {
          endpoint,
          refusal,
          read: reader(headers, form, method),
        });
      }
      throw refusal;
    }
  };
