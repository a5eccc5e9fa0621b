import "server-only";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";
import { empty, json } from "./answer";

/**
 * How a "no" is written: `oauth` as RFC 6749 §5.2 with our code beside it, `registration` the same with the names of
 * RFC 7591 §3.2.2, `api` as our own JSON interface,
 * `coded` as the documented `{"error":{"code","message"}}` profile, `empty` as status and headers alone.
 */
export type ErrorShape = "oauth" | "registration" | "api" | "coded" | "empty";

const CODED: Record<number, string> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  503: "SERVICE_UNAVAILABLE",
};

const UNAVAILABLE =
  /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|P1001|P1002|P1008|P1017|P2024|P2028|57P0[123]|53\d{3}|25006|08\d{3})$/;

/** The code of an error, and the one of the database that Prisma keeps inside its own. */
function codesOf(error: Error): string[] {
  const { code, meta } = error as Error & {
    code?: unknown;
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
  };
  return [code, meta?.driverAdapterError?.cause?.originalCode].map(String);
}

/** Errors of the database or the network: the answer is 503, never a made-up refusal. */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    codesOf(error).some((code) => UNAVAILABLE.test(code)) ||
    /timeout exceeded when trying to connect|Connection terminated|the database system is/i.test(error.message)
  );
}

/** Anything thrown, as a refusal. What is not one already is logged and becomes 503 or 500. */
export function asRefusal(error: unknown, requestId: string): Refusal {
  if (error instanceof Refusal) {
    if (error.detail !== undefined) log().info({ requestId, refusal: error.name, detail: error.detail }, "refused");
    return error;
  }
  if (isUnavailable(error)) {
    log().error({ requestId, err: error }, "a dependency failed");
    return new Refusal("temporarily_unavailable", { headers: { "Retry-After": "2" } });
  }
  log().error({ requestId, err: error }, "unexpected error");
  return new Refusal("server_error");
}

const docsUrl = (refusal: Refusal): string => `${issuerUrl()}/refused/${refusal.name}`;

/** The page that explains one refused request, for an answer that has no other place for its id. */
export const explanationUrl = (refusal: Refusal, requestId: string): string =>
  `${docsUrl(refusal)}?${new URLSearchParams({ request: requestId })}`;

function bodyOf(refusal: Refusal, shape: ErrorShape, requestId: string): unknown {
  const { name, code, status, oauth, description, fields } = refusal;
  if (shape === "oauth" || shape === "registration")
    return {
      error: shape === "registration" && name === "invalid_redirect_uri" ? name : oauth,
      error_description: description,
      error_uri: docsUrl(refusal),
      error_code: code,
      request_id: requestId,
    };
  if (shape === "coded")
    return { error: { code: CODED[status] ?? "ERROR", message: description, number: code, requestId } };
  return {
    error: { code, name, message: description, status, requestId, docs: docsUrl(refusal), ...(fields && { fields }) },
  };
}

/** The answer of a refusal, never cached. */
export function refusalResponse(refusal: Refusal, shape: ErrorShape, requestId: string): Response {
  const headers = { "Cache-Control": "no-store", "X-Request-Id": requestId, ...refusal.headers };
  if (shape === "empty") return empty(refusal.status, headers);
  return json(bodyOf(refusal, shape, requestId), { status: refusal.status, headers });
}
