import "server-only";
import { type IncomingMessage, Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { newOpaqueId } from "@/lib/crypto/id";
import { METHODS, type RouteHandler } from "@/lib/doors/endpoint";
import { asRefusal, refusalResponse } from "@/lib/doors/refuse";
import { basePath, issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/runtime";
import { isBodyWithinLimit } from "./body";
import { cleanHeaders } from "./headers";
import { writeResponse } from "./write";

/** The exports of a `route.ts`. */
export type RouteModule = Readonly<Record<(typeof METHODS)[number], RouteHandler>>;
/** Path, exactly as it stands in the request line, to the module that answers there. */
export type Table = ReadonlyMap<string, RouteModule>;

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

const isMethod = (method: string): method is (typeof METHODS)[number] => METHODS.some((known) => known === method);

const ownHost = (): string => oncePerProcess("own-host", () => new URL(issuerUrl()).host);

const refused = (refusal: Refusal): Response => refusalResponse(refusal, "oauth", newOpaqueId());

async function answerOf(route: RouteModule, request: Request): Promise<Response> {
  if (isMethod(request.method)) return route[request.method](request);
  return refused(new Refusal("method_not_allowed", { headers: { Allow: route.GET.allow } }));
}

/** Answers one request with the functions of a `route.ts`, without a framework around them. */
export function listenerFor(route: RouteModule): Listener {
  const listen = getRequestListener(
    async (request, { outgoing }) => {
      await writeResponse(outgoing as ServerResponse, await answerOf(route, request));
      return RESPONSE_ALREADY_SENT;
    },
    { overrideGlobalObjects: false },
  );
  const listenSafely = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (!(await isBodyWithinLimit(incoming))) {
      // The rest of the body is not read: the connection can't be used for another request.
      const headers = { Connection: "close" };
      await writeResponse(outgoing, refused(new Refusal("body_too_large", { headers })));
      return;
    }
    // The address that a handler sees is made of our own, never of what the client calls us.
    incoming.headers.host = ownHost();
    await listen(incoming, outgoing);
  };
  return (incoming, outgoing) => {
    listenSafely(incoming, outgoing).catch((error: unknown) => {
      // A sender that hangs up in the middle is no fault of ours.
      if (incoming.destroyed || outgoing.destroyed) return;
      if (outgoing.headersSent) return void outgoing.destroy();
      void writeResponse(outgoing, refused(asRefusal(error, newOpaqueId())));
    });
  };
}

const pathOf = (target: string): string => {
  const query = target.indexOf("?");
  return query < 0 ? target : target.slice(0, query);
};

/** The path of a target in absolute form, which has to be taken (RFC 9112 §3.2.2); Next would redirect to its host. */
const originForm = (target: string): string =>
  target.startsWith("/") ? target : target.replace(/^https?:\/\/[^/?#]*\/?/i, "/");

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    // The server as a whole (RFC 9112 §3.2.4), of which there is nothing to tell.
    return path !== "*";
  } catch {
    return false;
  }
}

/** Next answers 500 to `*`, and to a path with a broken escape where a segment is a parameter. */
const refuseMalformed: Listener = (_incoming, outgoing) => {
  const description = "the path is none, or has an escape that is not UTF-8";
  void writeResponse(outgoing, refused(new Refusal("invalid_request", { description })));
};

const WELL_KNOWN = /^(\/\.well-known\/[^/]+)(.*)$/;

/**
 * Where a path of the table is found. Under a base path the well-known ones are found in two places: under it, as OpenID
 * Connect Discovery §4 has it, and with the base path inserted after their name, as RFC 8414 §3.1 and RFC 9728 §3.1 do.
 */
export function placesOf(path: string, base: string): string[] {
  const [, name, rest] = WELL_KNOWN.exec(path) ?? [];
  return name === undefined || base === "" ? [`${base}${path}`] : [`${base}${path}`, `${name}${base}${rest}`];
}

/** Takes a request that is in the table, and one whose path cannot be read; every other one is left to whoever listens behind. Headers are cleaned for both. */
export function frontFor(table: Table): (incoming: IncomingMessage, outgoing: ServerResponse) => boolean {
  const listeners = new Map(
    [...table].flatMap(([path, route]) => {
      const listener = listenerFor(route);
      return placesOf(path, basePath()).map((place) => [place, listener] as const);
    }),
  );
  return (incoming, outgoing) => {
    cleanHeaders(incoming);
    incoming.url = originForm(incoming.url ?? "");
    const path = pathOf(incoming.url);
    const listener = listeners.get(path) ?? (isReadable(path) ? null : refuseMalformed);
    listener?.(incoming, outgoing);
    return listener !== null;
  };
}

/**
 * Puts `table` in front of every HTTP server of this process: Next makes its own and offers no place before its router,
 * which costs more than all our work on a request (docs/decisions/0005-serving.md). Done once a process.
 */
export function serveInFront(table: Table): void {
  oncePerProcess("front", () => {
    const take = frontFor(table);
    const emit = Server.prototype.emit;
    Server.prototype.emit = function emitOrTake(this: Server, event: string | symbol, ...args: unknown[]): boolean {
      if (event === "request") {
        const [incoming, outgoing] = args as [IncomingMessage, ServerResponse];
        if (take(incoming, outgoing)) return true;
      }
      return Reflect.apply(emit, this, [event, ...args]);
    };
    log().debug({ paths: table.size }, "serving in front of Next");
    return take;
  });
}
