import "server-only";
import { headers } from "next/headers";
import type { Refusal } from "@/lib/errors";
import { PATH_HEADER } from "./path";

/** Where to sign in, so as to come back to `to`; without it the reader is told that they may close the tab. */
export function signInPath(to: string | null, { fresh = false } = {}): string {
  const query = new URLSearchParams({ ...(fresh && { fresh: "1" }), ...(to !== null && { to }) });
  return query.size > 0 ? `/sign-in?${query}` : "/sign-in";
}

/** Where a reader is led by a refusal: to sign-in and back, or to the page that explains it. */
export async function refusalPath({ name }: Refusal, requestId: string): Promise<string> {
  const path = (await headers()).get(PATH_HEADER) ?? "/";
  if (name === "sign_in_required") return signInPath(path);
  if (name === "fresh_sign_in_required") return signInPath(path, { fresh: true });
  return `/refused/${name}?${new URLSearchParams({ request: requestId })}`;
}
