import "server-only";
import { lookup } from "node:dns/promises";
import { issuerUrl } from "@/lib/env";
import { hostOf, isLoopbackAddress, isPublicAddress } from "./address";

/** What a request of ours is made with. A test gives its own names; nothing else does. */
export type Network = Readonly<{
  /** Every address of a name. */
  addressesOf: (host: string) => Promise<string[]>;
  mayUseLoopback: boolean;
}>;

/**
 * Whether this is a developer's machine: the issuer itself is reached by plain http, which its settings allow on the
 * loopback interface alone. Whoever reaches such an installation is on the machine already.
 */
export const isOnDevelopersMachine = (): boolean => issuerUrl().startsWith("http:");

export const ownNetwork = (): Network => ({
  addressesOf: async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address),
  mayUseLoopback: isOnDevelopersMachine(),
});

/**
 * The addresses that a request to `url` may be sent to: all of its host's, or none when a single one of them is inside.
 * The request then goes to these and asks no name again, so that what a name means cannot change in between.
 */
export async function allowedAddresses(url: URL, { addressesOf, mayUseLoopback }: Network): Promise<string[] | null> {
  const host = hostOf(url);
  const addresses = await addressesOf(host);
  const isAllowed =
    mayUseLoopback && (host === "localhost" || isLoopbackAddress(host)) ? isLoopbackAddress : isPublicAddress;
  return addresses.length > 0 && addresses.every(isAllowed) ? addresses : null;
}
