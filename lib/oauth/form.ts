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

const invalid = (description: string, detail?: string): Refusal =>
  new Refusal("invalid_request", { description, ...(detail && { detail }) });

/**
 * One name or value of `application/x-www-form-urlencoded` (RFC 6749 App. B).
 * @throws URIError if an escape is broken or is not UTF-8
 */
export const formDecoded = (text: string): string =>
  /[%+]/.test(text) ? decodeURIComponent(text.replaceAll("+", " ")) : text;

function pairOf(part: string, where: string): [name: string, value: string] {
  const equals = part.indexOf("=");
  const [name, value] = equals < 0 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
  try {
    return [formDecoded(name), formDecoded(value)];
  } catch {
    throw invalid(`${where} has an escape that is not UTF-8`);
  }
}

/**
 * The parameters of a form. An empty value counts as none (RFC 6749 §3.2).
 * @param where what a refusal calls the place that they stood in
 * @throws Refusal invalid_request: a parameter sent twice, a control character, a broken escape
 */
export function parseForm(text: string, where = "the body"): Form {
  const found = new Map<string, string[]>();
  for (const part of text.split("&")) {
    if (part === "") continue;
    const [name, value] = pairOf(part, where);
    if (CONTROL.test(name) || CONTROL.test(value)) throw invalid(`${where} has a control character`);
    const others = found.get(name);
    if (!others) found.set(name, [value]);
    else if (name === MAY_REPEAT) others.push(value);
    else throw invalid("a parameter is sent more than once");
  }
  const all = (name: string): string[] => (found.get(name) ?? []).filter((value) => value !== "");
  return { get: (name) => all(name)[0], all };
}

/** A form that nothing was read from. */
export const NO_FORM: Form = { get: () => undefined, all: () => [] };

/** By their request, for whoever has to say afterwards what it was wrong about: a body can be read once. */
const read = new WeakMap<Request, Form>();
export const formReadFrom = (request: Request): Form | undefined => read.get(request);

/** The parameters of `request` that stood in `text`. @throws Refusal as `parseForm` */
export function formOf(request: Request, text: string, where?: string): Form {
  const form = parseForm(text, where);
  read.set(request, form);
  return form;
}

/** The query of a request's address as it stands, without its mark. */
export function queryOf({ url }: Request): string {
  const mark = url.indexOf("?");
  return mark < 0 ? "" : url.slice(mark + 1);
}

/** Secrets in an address end in logs and histories: what stands there is never used (OAuth 2.1 §2.4.1). */
export const wrongPlace = (): Refusal => invalid("send the parameters in the body, never in the address", "in_address");

/**
 * The text of a form of at most 64 kB.
 * @throws Refusal unsupported_media_type, body_too_large
 */
export function readBody(request: Request): Promise<string> {
  if (!FORM_TYPE.test(request.headers.get("content-type") ?? ""))
    throw new Refusal("unsupported_media_type", { description: "send application/x-www-form-urlencoded" });
  return textWithin(request, LARGEST_FORM);
}

/**
 * Reads the body of a protocol request: a form of at most 64 kB, and nothing in the address (RFC 6749 §3.2, §4.1.3).
 * @throws Refusal unsupported_media_type, body_too_large, invalid_request
 */
export async function readForm(request: Request): Promise<Form> {
  if (queryOf(request) !== "") throw wrongPlace();
  return formOf(request, await readBody(request));
}
