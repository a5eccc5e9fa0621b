import "server-only";
import { issuerUrl } from "@/lib/env";

const isSecure = (): boolean => issuerUrl().startsWith("https:");

/** Over https the name's prefix makes browsers refuse it from a sub-domain or without Secure (RFC 6265bis §4.1.3). */
const guarded = (name: string): string => (isSecure() ? `__Host-${name}` : name);

export const sessionCookieName = (): string => guarded("postern");
/** What next-auth holds the token of its own forms against. It takes every name that begins like the session's for a piece of that. */
export const csrfCookieName = (): string => guarded("csrf-postern");

/** No Domain: the cookie belongs to this host alone. Lax: a link from outside leads in signed in, a foreign form does not. */
export const cookieAttributes = () => ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() }) as const;

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** The value of a cookie in a Cookie header, or null. The first of two equal names counts. */
export function cookieFrom(header: string | null, cookieName: string): string | null {
  const name = `${cookieName}=`;
  const pair = header
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(name));
  return decoded(pair?.slice(name.length) ?? "") || null;
}

/** The session's handle in a Cookie header, or null. */
export const handleFromCookies = (header: string | null): string | null => cookieFrom(header, sessionCookieName());
