import "server-only";
import { Refusal } from "@/lib/errors";
import type { Active } from "./verify";

/**
 * Holds a call to the API that wants the caller's client named in a header beside its token (X11): the header must be
 * there and name the token's own client. It proves nothing by itself; an integration that mixes up two of its clients is
 * told at once. A credential without a client, as a personal token, names none and needs no header.
 * @throws Refusal forbidden: the credential is good, and asking for another would change nothing
 */
export function requireClientIdHeader({ client }: Active, headers: Headers, audience: string): void {
  const name = client?.headers[audience];
  if (client === null || name === undefined || headers.get(name) === client.key) return;
  throw new Refusal("forbidden", {
    description: `this API wants the header ${name}, with the client_id that the token was issued to`,
    detail: "client id header",
  });
}
