import "server-only";
import { Refusal } from "@/lib/errors";

/** Far above a sign-in form. */
const LARGEST_FORM = 16_384;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

async function textOf(request: Request): Promise<string> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > LARGEST_FORM) throw new Refusal("body_too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * The fields of a posted form, the last of equal names; never more than 16 kB is read.
 * @throws Refusal unsupported_media_type, body_too_large
 */
export async function readForm(request: Request): Promise<Readonly<Record<string, string>>> {
  if (!FORM_TYPE.test(request.headers.get("content-type") ?? ""))
    throw new Refusal("unsupported_media_type", { description: "send application/x-www-form-urlencoded" });
  return Object.fromEntries(new URLSearchParams(await textOf(request)));
}
