import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, newNonce, pageHeaders, ROUTER_HEADER } from "@/lib/doors/gate";
import { PATH_HEADER } from "@/lib/doors/path";
import { issuerUrl } from "@/lib/env";
import { provenBack, sourceOf } from "@/lib/oauth/consent-address";
import { SIGN_OUT_PATH, signOutAsked } from "@/lib/oauth/sign-out-address";
import { sessionCookieName } from "@/lib/session/cookie";

const OPEN_TO_ALL = /^\/(sign-in|sign-out|setup|refused|invitation|classic)(\/|$)/;
const CONSENT = /^\/consent\/([^/]+)$/;

/** Pages with a policy of their own. */
const hasOwnPolicy = (path: string): boolean => CONSENT.test(path) || path === SIGN_OUT_PATH;

/** Where such a page's form may lead besides to us: told by the address, believed only with its proof. */
function formTarget({ pathname, searchParams }: URL): string | null {
  if (pathname === SIGN_OUT_PATH) {
    const to = signOutAsked(searchParams)?.to;
    return to ? sourceOf(to) : null;
  }
  const id = CONSENT.exec(pathname)?.[1];
  return id ? provenBack(id, searchParams.get("back") ?? "", searchParams.get("proof") ?? "") : null;
}

/**
 * The gate before every page: policy, headers, and a first bounce to sign-in for who has no cookie at all. It locks
 * nothing: the door frames and use cases do.
 */
export function proxy(request: NextRequest): NextResponse {
  const { nextUrl, cookies, method } = request;
  // A policy comes with a document alone. Told nothing, the router loads it.
  if (hasOwnPolicy(nextUrl.pathname) && method === "GET" && request.headers.has(ROUTER_HEADER))
    return new NextResponse(null, { status: 204 });
  const path = `${nextUrl.pathname}${nextUrl.search}`;
  const isAsked = method === "GET" && !OPEN_TO_ALL.test(nextUrl.pathname);
  if (isAsked && !cookies.has(sessionCookieName()))
    return NextResponse.redirect(`${issuerUrl()}/sign-in?${new URLSearchParams({ to: path })}`, 303);
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
  // The first is the root, which the second leaves out where there is a base path.
  matcher: [
    "/",
    "/((?!oauth/|api/|\\.well-known/|open/|openapi\\.json|login$|token$|_next/static/|icon\\.svg|favicon\\.ico).*)",
  ],
};
