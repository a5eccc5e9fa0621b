import { isIPv6 } from "node:net";

const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;
const GROUPS = 8;
const NETWORK_GROUPS = 4;

function groupsOf(address: string): string[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const parts = (text: string): string[] => (text === "" ? [] : text.split(":"));
  if (tail === undefined) return parts(head);
  const [before, behind] = [parts(head), parts(tail)];
  return [...before, ...Array<string>(GROUPS - before.length - behind.length).fill("0"), ...behind];
}

/**
 * Who is counted when attempts from an address are: an IPv4 address, or the /64 of an IPv6 one, as that is what a single
 * customer is given (RFC 6177 §2) and can draw addresses from at will. Addresses that can't be known are one.
 */
export function networkOf(ip: string | null): string {
  if (ip === null) return "unknown";
  const address = ip.split("%")[0] ?? ip;
  if (!isIPv6(address)) return ip;
  const mapped = MAPPED.exec(address)?.[1];
  return mapped ?? `${groupsOf(address).slice(0, NETWORK_GROUPS).join(":")}::/64`;
}
