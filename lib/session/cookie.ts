import "server-only";
import { issuerUrl } from "@/lib/env";

/** Over https the name's prefix makes browsers refuse it from a sub-domain or without Secure (RFC 6265bis §4.1.3). */
export const sessionCookieName = (): string => (issuerUrl().startsWith("https:") ? "__Host-postern" : "postern");

/** The session's handle in a Cookie header, or null. The first of two equal names counts. */
export function handleFromCookies(header: string | null): string | null {
  const name = `${sessionCookieName()}=`;
  const pair = header
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(name));
  return pair?.slice(name.length) || null;
}
