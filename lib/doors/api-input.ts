import "server-only";
import type { z } from "zod";
import { Refusal } from "@/lib/errors";
import { fieldErrorsOf } from "./field-errors";

/** What the largest request of the admin API needs, many times over. */
export const LARGEST_JSON = 65_536;

/** RFC 8259 §8.1: JSON between systems is UTF-8; naming that charset changes nothing. */
const JSON_TYPE = /^application\/json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Neither a byte that is no UTF-8 nor a byte order mark is mended (RFC 8259 §8.1). */
const utf8 = () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

async function textWithinLimit(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST_JSON) throw new Refusal("body_too_large");
  const decoder = utf8();
  let size = 0;
  let text = "";
  // A body without a declared length is read no further than the limit.
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > LARGEST_JSON) throw new Refusal("body_too_large");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function refusedFields(error: z.ZodError): Refusal {
  const fields = fieldErrorsOf(error);
  const told = Object.entries(fields).map(([path, { code }]) => (path ? `${path}: ${code}` : code));
  return new Refusal("invalid_input", { description: told.join(", "), fields });
}

function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw refusedFields(parsed.error);
  return parsed.data;
}

/**
 * The JSON body of a request, by `schema`. Members that the schema does not name are ignored, so that a newer client
 * can talk to an older Postern and nobody sets what is not theirs to set; of two equal names the last counts.
 *
 * @throws Refusal unsupported_media_type, body_too_large, invalid_json, invalid_input (all wrong fields at once)
 */
export async function jsonInput<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const type = request.headers.get("content-type") ?? "";
  if (!JSON_TYPE.test(type)) throw new Refusal("unsupported_media_type", { description: "send application/json" });
  let value: unknown;
  try {
    value = JSON.parse(await textWithinLimit(request));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new Refusal("invalid_json");
    throw error;
  }
  return checked(schema, value);
}

/**
 * The query of a request, by `schema`. A parameter that is unknown or comes twice is refused: a filter that is silently
 * passed over would answer more than was asked for.
 *
 * @throws Refusal invalid_input
 */
export function queryInput<S extends z.ZodObject>(request: Request, schema: S): z.output<S> {
  const given = new URL(request.url).searchParams;
  const names = [...given.keys()];
  for (const name of names) {
    if (!Object.hasOwn(schema.shape, name))
      throw new Refusal("invalid_input", { description: `unknown parameter ${name.slice(0, 40)}` });
    if (names.indexOf(name) !== names.lastIndexOf(name))
      throw new Refusal("invalid_input", { description: `the parameter ${name} comes twice` });
  }
  return checked(schema, Object.fromEntries(given));
}

/** The ids of a path, in lower case as they are stored. @throws Refusal not_found: what is no id is nobody's */
export function pathIds(params: Readonly<Record<string, string>>): Record<string, string> {
  for (const id of Object.values(params)) if (!UUID.test(id)) throw new Refusal("not_found");
  return Object.fromEntries(Object.entries(params).map(([name, id]) => [name, id.toLowerCase()]));
}
