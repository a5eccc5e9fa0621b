import "server-only";
import { textWithin } from "@/lib/doors/body";
import { Refusal } from "@/lib/errors";

/** Far above a sign-in form. */
const LARGEST_FORM = 16_384;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/**
 * The fields of a posted form, the last of equal names; never more than 16 kB is read.
 * @throws Refusal unsupported_media_type, body_too_large
 */
export async function readForm(request: Request): Promise<Readonly<Record<string, string>>> {
  if (!FORM_TYPE.test(request.headers.get("content-type") ?? ""))
    throw new Refusal("unsupported_media_type", { description: "send application/x-www-form-urlencoded" });
  return Object.fromEntries(new URLSearchParams(await textWithin(request, LARGEST_FORM)));
}
