import "server-only";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { isIPv6, type LookupFunction } from "node:net";
import { days, hours, minutes, seconds } from "@/lib/duration";

/** What is taken as an answer. */
export type Limits = Readonly<{
  maxBytes: number;
  /** For everything together: the name, the connection, the answer. */
  timeoutMs: number;
  /** The media type; without it `application/json` and what is built on it. */
  accept?: RegExp;
}>;

/** Why there is no document. */
export type FetchProblem =
  | "forbidden_address"
  | "unreachable"
  | "redirect"
  | "status"
  | "media_type"
  | "compressed"
  | "too_large"
  | "too_slow"
  | "not_json"
  | "busy";

export type Fetched =
  | Readonly<{ ok: true; json: unknown; freshForMs: number }>
  | Readonly<{ ok: false; problem: FetchProblem }>;

export const failed = (problem: FetchProblem): Fetched => ({ ok: false, problem });

const JSON_TYPE = /^application\/([a-z0-9.-]+\+)?json\s*(;.*)?$/i;
const LARGEST_HEADER = 16_384;
const SHORTEST = minutes(5);
const USUAL = hours(1);
const LONGEST = days(1);

/** How long the answer counts (RFC 9111 §5.2.2): as it says, but never so short that we ask all the time, nor for ever. */
export function freshnessOf(cacheControl: string | undefined): number {
  const directives = (cacheControl ?? "").toLowerCase();
  if (/\b(no-store|no-cache)\b/.test(directives)) return SHORTEST;
  const age = /(?:^|[\s,])max-age="?(\d{1,10})/.exec(directives)?.[1];
  return age === undefined ? USUAL : Math.min(Math.max(seconds(Number(age)), SHORTEST), LONGEST);
}

/** What is wrong with an answer before its body is read. A redirect is never followed: its target was not checked. */
function headProblem({ statusCode = 0, headers }: IncomingMessage, { maxBytes, accept = JSON_TYPE }: Limits) {
  if (statusCode >= 300 && statusCode < 400) return "redirect";
  if (statusCode !== 200) return "status";
  if (!accept.test(headers["content-type"] ?? "")) return "media_type";
  // Nothing is unpacked, so nothing can grow by it.
  if (!["", "identity"].includes(headers["content-encoding"] ?? "")) return "compressed";
  return Number(headers["content-length"] ?? 0) > maxBytes ? "too_large" : null;
}

async function documentIn(response: IncomingMessage, limits: Limits): Promise<Fetched> {
  const problem = headProblem(response, limits);
  if (problem) return failed(problem);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.maxBytes) return failed("too_large");
    chunks.push(chunk);
  }
  if (!response.complete) return failed("unreachable");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
    return { ok: true, json: JSON.parse(text), freshForMs: freshnessOf(response.headers["cache-control"]) };
  } catch {
    return failed("not_json");
  }
}

/** Answers every name with the addresses that were checked. */
const pinnedTo =
  (addresses: readonly string[]): LookupFunction =>
  (_host, options, callback) => {
    const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
    const [first] = all;
    if (options.all) callback(null, all);
    else callback(null, first?.address ?? "", first?.family ?? 0);
  };

/**
 * One GET to these addresses and to no other, on a connection of its own: without cookies, credentials or a body. The
 * certificate is checked against the URL's name, which TLS and Host carry as usual.
 */
export function download(
  url: URL,
  { addresses, ...limits }: Limits & { addresses: readonly string[] },
  signal: AbortSignal,
): Promise<Fetched> {
  return new Promise((resolve) => {
    const end = (answer: Fetched): void => {
      resolve(answer);
      request.destroy();
    };
    const request = (url.protocol === "https:" ? https : http).request(url, {
      agent: false,
      lookup: pinnedTo(addresses),
      maxHeaderSize: LARGEST_HEADER,
      signal,
      headers: { accept: "application/json", "accept-encoding": "identity", "user-agent": "Postern" },
    });
    const fail = (): void => end(failed(signal.aborted ? "too_slow" : "unreachable"));
    request.on("error", fail);
    request.on("upgrade", fail);
    request.on("response", (response) => void documentIn(response, limits).then(end, fail));
    request.end();
  });
}
