import "server-only";
import { textWithin } from "@/lib/doors/body";
import { Refusal } from "@/lib/errors";

/** The parameters of a request body, each sent once and none empty. */
export type Form = Readonly<{
  get: (name: string) => string | undefined;
  /** Values of a parameter that may repeat: `resource` alone (RFC 8707 §2). */
  all: (name: string) => readonly string[];
}>;

const LARGEST_FORM = 65_536;
// RFC 6749 App. B: UTF-8, so no other charset is taken.
const FORM_TYPE = /^application\/x-www-form-urlencoded(\s*;\s*charset="?utf-8"?)?\s*$/i;
const CONTROL = /\p{Cc}/u;
const MAY_REPEAT = "resource";

const invalid = (description: string): Refusal => new Refusal("invalid_request", { description });

/**
 * One name or value of `application/x-www-form-urlencoded` (RFC 6749 App. B).
 * @throws URIError if an escape is broken or is not UTF-8
 */
export const formDecoded = (text: string): string =>
  /[%+]/.test(text) ? decodeURIComponent(text.replaceAll("+", " ")) : text;

function pairOf(part: string): [name: string, value: string] {
  const equals = part.indexOf("=");
  const [name, value] = equals < 0 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
  try {
    return [formDecoded(name), formDecoded(value)];
  } catch {
    throw invalid("the body has an escape that is not UTF-8");
  }
}

/**
 * The parameters of a form body. An empty value counts as none (RFC 6749 §3.2).
 * @throws Refusal invalid_request: a parameter sent twice, a control character, a broken escape
 */
export function parseForm(body: string): Form {
  const found = new Map<string, string[]>();
  for (const part of body.split("&")) {
    if (part === "") continue;
    const [name, value] = pairOf(part);
    if (CONTROL.test(name) || CONTROL.test(value)) throw invalid("the body has a control character");
    const others = found.get(name);
    if (!others) found.set(name, [value]);
    else if (name === MAY_REPEAT) others.push(value);
    else throw invalid("a parameter is sent more than once");
  }
  const all = (name: string): string[] => (found.get(name) ?? []).filter((value) => value !== "");
  return { get: (name) => all(name)[0], all };
}

/** Secrets in an address end in logs and histories: what stands there is never used (OAuth 2.1 §2.4.1). */
function requireNoQuery({ url }: Request): void {
  const query = url.indexOf("?");
  if (query >= 0 && query < url.length - 1) throw invalid("send the parameters in the body, never in the address");
}

/**
 * Reads the body of a protocol request: a form of at most 64 kB, and nothing in the address (RFC 6749 §3.2, §4.1.3).
 * @throws Refusal unsupported_media_type, body_too_large, invalid_request
 */
export async function readForm(request: Request): Promise<Form> {
  requireNoQuery(request);
  if (!FORM_TYPE.test(request.headers.get("content-type") ?? ""))
    throw new Refusal("unsupported_media_type", { description: "send application/x-www-form-urlencoded" });
  return parseForm(await textWithin(request, LARGEST_FORM));
}
