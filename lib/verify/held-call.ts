import { Refusal } from "@/lib/errors";
import type { Call } from "./dpop/rules";

/**
 * The headers in which proxies say which call they hold. A client can send the same ones, so they count only where the
 * rule says that the proxy writes them itself: it stands in the proxy's configuration, where no client gets at it.
 */
const WRITTEN = {
  original: ["x-original-method", "x-original-uri"],
  forwarded: ["x-forwarded-method", "x-forwarded-uri"],
} as const;

const isFamily = (text: string): text is keyof typeof WRITTEN => Object.hasOwn(WRITTEN, text);

const METHOD = /^[A-Z]{1,20}$/;
/** A path and query as they stand in a request line. Two headers in one, joined by a comma and a space, are no such thing. */
const TARGET = /^\/[\x21-\x7E]*$/;
const ORIGIN = /^https?:\/\/[A-Za-z0-9.:[\]-]+$/;

const originOf = (audience: string): string | null => (URL.canParse(audience) ? new URL(audience).origin : null);

const invalid = (description: string): Refusal => new Refusal("invalid_request", { description });

function oneOf(rule: URLSearchParams, name: string): string | null {
  const [value = null, ...more] = rule.getAll(name);
  if (more.length > 0) throw invalid(`the rule names ${name} more than once`);
  return value;
}

/**
 * The call that a proxy holds, as a proof of possession must name it (RFC 9449 §4.2): the origin where clients reach the
 * API, which is that of its audience unless the rule says another, with the method and path that the proxy writes. Null:
 * the rule does not say that it writes them, or they are not there, and so no proof can be checked.
 * @throws Refusal invalid_request: the rule is wrong
 */
export function heldCall({ headers }: Request, audience: string, rule: URLSearchParams): Call | null {
  const family = oneOf(rule, "call");
  if (family === null) return null;
  const origin = oneOf(rule, "origin") ?? originOf(audience);
  if (!isFamily(family)) throw invalid("call must be original or forwarded");
  if (origin === null || !ORIGIN.test(origin)) throw invalid("origin must be scheme, host and port alone");
  const [method = "", target = ""] = WRITTEN[family].map((name) => headers.get(name) ?? "");
  return METHOD.test(method) && TARGET.test(target) ? { method, url: origin + target } : null;
}
