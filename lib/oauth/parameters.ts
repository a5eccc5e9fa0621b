import { textWithin } from "@/lib/doors/body";
import { Refusal } from "@/lib/errors";

/**
 * The parameters of an authorization request. One without a value counts as omitted (OAuth 2.1 §3.1); what was sent more
 * than once is kept apart, since where that is answered depends on which one it is. `resource` alone may repeat
 * (RFC 8707 §2).
 */
export type Parameters = Readonly<{
  /** Its value; null where there is none, or more than one and so no telling which. */
  one: (name: string) => string | null;
  isDoubled: (name: string) => boolean;
  /** Any name but `resource` that was sent more than once. */
  doubled: string | null;
  resources: readonly string[];
}>;

export function parametersOf(sent: URLSearchParams): Parameters {
  const counts = new Map<string, number>();
  for (const name of sent.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isDoubled = (name: string): boolean => (counts.get(name) ?? 0) > 1;
  return {
    one: (name) => (isDoubled(name) ? null : sent.get(name) || null),
    isDoubled,
    doubled: [...counts.keys()].find((name) => name !== "resource" && isDoubled(name)) ?? null,
    resources: sent.getAll("resource").filter(Boolean),
  };
}

const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;
const LARGEST_FORM = 65_536;

/**
 * The parameters as they were sent: in the address, or in the form of a POST (RFC 6749 §3.1) and then there alone.
 * @throws Refusal unsupported_media_type, body_too_large
 */
export async function sentParameters(request: Request): Promise<URLSearchParams> {
  if (request.method !== "POST") return new URL(request.url).searchParams;
  if (!FORM_TYPE.test(request.headers.get("content-type") ?? "")) throw new Refusal("unsupported_media_type");
  return new URLSearchParams(await textWithin(request, LARGEST_FORM));
}
