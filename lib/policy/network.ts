import { isIPv6 } from "node:net";

/** The first 96 bits of an IPv4-mapped address (RFC 4291 §2.5.5.2). */
const MAPPED = ["0", "0", "0", "0", "0", "ffff"].join();
const GROUPS = 8;
const NETWORK_GROUPS = 4;

function groupsOf(address: string): string[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const parts = (text: string): string[] => (text === "" ? [] : text.split(":"));
  if (tail === undefined) return parts(head);
  const [before, behind] = [parts(head), parts(tail)];
  return [...before, ...Array<string>(GROUPS - before.length - behind.length).fill("0"), ...behind];
}

/** The IPv4 address of two groups. */
const dotted = (groups: readonly string[]): string =>
  groups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join(".");

/**
 * Who is counted when attempts from an address are: an IPv4 address, or the /64 of an IPv6 one, as that is what a single
 * customer is given (RFC 6177 §2) and can draw addresses from at will. Addresses that can't be known are one.
 */
export function networkOf(ip: string | null): string {
  if (ip === null) return "unknown";
  const address = ip.split("%")[0] ?? ip;
  if (!isIPv6(address)) return ip;
  const groups = groupsOf(address);
  if (groups.slice(0, 6).join() === MAPPED) return dotted(groups.slice(6));
  return `${groups.slice(0, NETWORK_GROUPS).join(":")}::/64`;
}
