import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, newNonce, pageHeaders, ROUTER_HEADER } from "@/lib/doors/gate";
import { PATH_HEADER } from "@/lib/doors/path";
import { issuerUrl } from "@/lib/env";
import { provenBack } from "@/lib/oauth/consent-address";
import { sessionCookieName } from "@/lib/session/cookie";

const OPEN_TO_ALL = /^\/(sign-in|setup|refused|invitation|classic)(\/|$)/;
const CONSENT = /^\/consent\/([^/]+)$/;

/** Where the consent form's answer may lead besides to us: told by the address, believed only with its proof. */
function formTarget({ pathname, searchParams }: URL): string | null {
  const id = CONSENT.exec(pathname)?.[1];
  return id ? provenBack(id, searchParams.get("back") ?? "", searchParams.get("proof") ?? "") : null;
}

/**
 * The gate before every page: policy, headers, and a first bounce to sign-in for who has no cookie at all. It locks
 * nothing: the door frames and use cases do.
 */
export function proxy(request: NextRequest): NextResponse {
  const { nextUrl, cookies, method } = request;
  // The consent page has a policy of its own, and a policy comes with a document alone. Told nothing, the router loads it.
  if (CONSENT.test(nextUrl.pathname) && request.headers.has(ROUTER_HEADER))
    return new NextResponse(null, { status: 204 });
  const path = `${nextUrl.pathname}${nextUrl.search}`;
  const isAsked = method === "GET" && !OPEN_TO_ALL.test(nextUrl.pathname);
  if (isAsked && !cookies.has(sessionCookieName()))
    return NextResponse.redirect(new URL(`/sign-in?${new URLSearchParams({ to: path })}`, issuerUrl()), 303);
  const nonce = newNonce();
  const policy = contentSecurityPolicy(nonce, formTarget(nextUrl));
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, path);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(pageHeaders())) response.headers.set(name, value);
  return response;
}

export const config = {
  matcher: [
    "/((?!oauth/|api/|\\.well-known/|open/|openapi\\.json|login$|token$|_next/static/|icon\\.svg|favicon\\.ico).*)",
  ],
};
