import type { Context } from "@/lib/context";
import type { Parameters } from "./parameters";

type Client = Readonly<{ origin: string; verifiedAt: Date | null }>;

/**
 * Whether a refusal may send the browser to the client without a person having done anything. A client that nobody
 * looked at could register an address and then use our own as the link that leads there, so whoever is not signed in sees
 * our page (RFC 9700 §4.11.2). A request that may show no page (`prompt=none`) shows none.
 */
export const mayBounce = ({ actor }: Pick<Context, "actor">, client: Client, { one }: Parameters): boolean =>
  client.origin === "console" || client.verifiedAt !== null || actor.kind === "person" || one("prompt") === "none";
