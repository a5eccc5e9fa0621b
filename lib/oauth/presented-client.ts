import { unprovenClaims } from "@/lib/keys/foreign";
import { type Form, formDecoded } from "./form";

/** How a request says which client it comes from (RFC 6749 §2.3.1, RFC 7523 §2.2, RFC 8414 §2). */
export type PresentedClient =
  | { method: "client_secret_basic" | "client_secret_post"; key: string; secret: string }
  | { method: "private_key_jwt"; key: string; assertion: string }
  | { method: "none"; key: string };

export type NotPresented = "nothing" | "malformed" | "two_methods" | "two_clients" | "assertion_type";

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2})$/i;
const LONGEST = 4096;
const LONGEST_ASSERTION = 8192;
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const CONTROL = /\p{Cc}/u;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Both halves are form-encoded before they are joined (RFC 6749 §2.3.1), so the first colon is the one between them. */
function basicPair(header: string): { key: string; secret: string } | null {
  const encoded = header.length > LONGEST ? undefined : BASIC.exec(header)?.[1];
  if (encoded === undefined || encoded.length % 4 === 1) return null;
  try {
    const text = utf8.decode(Buffer.from(encoded, "base64"));
    const colon = text.indexOf(":");
    if (colon < 0) return null;
    const [key, secret] = [formDecoded(text.slice(0, colon)), formDecoded(text.slice(colon + 1))];
    return CONTROL.test(key) || CONTROL.test(secret) ? null : { key, secret };
  } catch {
    return null;
  }
}

/** Whom an assertion says that it is about. Nothing of it is proven yet. */
function subjectOf(assertion: string): string | null {
  const sub = assertion.length > LONGEST_ASSERTION ? undefined : unprovenClaims(assertion)?.sub;
  return typeof sub === "string" && sub !== "" && !CONTROL.test(sub) ? sub : null;
}

function byAssertion(form: Form, assertion: string): PresentedClient | NotPresented {
  if (form.get("client_assertion_type") !== ASSERTION_TYPE) return "assertion_type";
  const key = subjectOf(assertion);
  if (key === null) return "malformed";
  return (form.get("client_id") ?? key) === key ? { method: "private_key_jwt", key, assertion } : "two_clients";
}

function inBody(form: Form): PresentedClient | NotPresented {
  const [key, secret] = [form.get("client_id"), form.get("client_secret")];
  if (key === undefined) return secret === undefined ? "nothing" : "malformed";
  return secret === undefined ? { method: "none", key } : { method: "client_secret_post", key, secret };
}

function byHeader(header: string, form: Form): PresentedClient | NotPresented {
  if (!/^basic( |$)/i.test(header)) return "malformed";
  if (form.get("client_secret") !== undefined) return "two_methods";
  const pair = basicPair(header);
  if (!pair) return "malformed";
  const named = form.get("client_id");
  if (named !== undefined && named !== pair.key) return "two_clients";
  return { method: "client_secret_basic", ...pair };
}

/**
 * What a request shows: by the header, by a secret or a signed assertion in the body, or a public client's name alone;
 * never two at once (RFC 6749 §2.3).
 */
export function presentedClient(headers: Headers, form: Form): PresentedClient | NotPresented {
  const header = headers.get("authorization");
  const assertion = form.get("client_assertion");
  if (assertion === undefined) {
    if (form.get("client_assertion_type") !== undefined) return "assertion_type";
    return header === null ? inBody(form) : byHeader(header, form);
  }
  if (header !== null || form.get("client_secret") !== undefined) return "two_methods";
  return byAssertion(form, assertion);
}
