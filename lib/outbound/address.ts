import ipaddr from "ipaddr.js";

/**
 * Where Postern may send a request of its own. Strangers name these addresses, so a request must not reach what only we
 * can reach: this machine, the network that it stands in, and what its provider keeps at link-local addresses.
 */

const LONGEST_URL = 1000;
/** Every address that a host on the Internet has is in here (RFC 4291 §2.4, the IANA registry of global unicast). */
const GLOBAL_UNICAST = { first: 0x2000, mask: 0xe000 };

/**
 * Whether an address is one on the public Internet: none of the special-use ranges (RFC 6890), in IPv6 those included
 * that carry an IPv4 address or are translated to one.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  if (parsed instanceof ipaddr.IPv4) return true;
  return ((parsed.parts[0] ?? 0) & GLOBAL_UNICAST.mask) === GLOBAL_UNICAST.first;
}

export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";

/** The host without the brackets of an IPv6 literal. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, "");

/** RFC 6761 and its like: names that mean this machine or its network, wherever they are resolved. */
const INSIDE = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa)$/;

const isInside = (host: string): boolean =>
  ipaddr.isValid(host) ? !isPublicAddress(host) : INSIDE.test(host) || !host.includes(".") || host.endsWith(".");

const isThisMachine = (host: string): boolean => host === "localhost" || isLoopbackAddress(host);

/**
 * Why no request may go to `text`, in words for its maker, or null. Good is https to a name or an address of the public
 * Internet, written as a browser would write it, without user information and fragment. `mayUseLoopback` adds this very
 * machine, by http too: for an installation that runs on a developer's machine and is reached by nobody else.
 */
export function outwardUrlProblem(text: string, { mayUseLoopback }: { mayUseLoopback: boolean }): string | null {
  if (text.length > LONGEST_URL) return `is longer than ${LONGEST_URL} characters`;
  if (!/^[\x21-\x7E]+$/.test(text) || !URL.canParse(text)) return "is no URL";
  const url = new URL(text);
  if (text.includes("#")) return "has a fragment";
  if (url.username || url.password) return "has user information";
  if (url.href !== text && url.href !== `${text}/`) return "is not written in its normal form";
  const host = hostOf(url);
  if (mayUseLoopback && isThisMachine(host) && /^https?:$/.test(url.protocol)) return null;
  if (url.protocol !== "https:") return "is not https";
  return isInside(host) ? "leads to a private network" : null;
}
