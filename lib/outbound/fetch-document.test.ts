import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { days, hours, minutes, seconds } from "@/lib/duration";
import { freshnessOf } from "./download";
import { fetchDocument } from "./fetch-document";
import { jwksFrom } from "./jwks";
import type { Network } from "./network";

const LIMITS = { maxBytes: 5_000, timeoutMs: 400 };

/** A server on this machine that counts who connects to it. */
let server: Server;
let port = 0;
let connections = 0;
let asked: { path: string; headers: Record<string, unknown> }[] = [];
let answer: RequestListener;
let paths = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ path: request.url ?? "", headers: request.headers });
    answer(request, response);
  });
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const json: RequestListener = (_request, response) =>
  response.setHeader("content-type", "application/json").end('{"a":1}');

/** An address that was not asked for before, on this machine as a developer's installation may. */
const fresh = (listen: RequestListener, host = "127.0.0.1"): string => {
  answer = listen;
  asked = [];
  connections = 0;
  return `http://${host}:${port}/${paths++}`;
};

const open = (addresses: string[], mayUseLoopback = false): Network => ({
  addressesOf: async () => addresses,
  mayUseLoopback,
});

describe("an address inside", () => {
  it.each([
    ["https://rebinds.example", ["127.0.0.1"]],
    ["https://one-of-two.example", ["8.8.8.8", "127.0.0.1"]],
    ["https://mapped.example", ["::ffff:127.0.0.1"]],
    ["https://metadata.example", ["169.254.169.254"]],
    ["https://nowhere.example", []],
  ])("is not connected to, whatever its name: %s (#233, #234, #245)", async (origin, addresses) => {
    fresh(json);
    const fetched = await fetchDocument(`${origin}:${port}/${paths++}`, LIMITS, open(addresses));
    expect([fetched, connections]).toEqual([{ ok: false, problem: "forbidden_address" }, 0]);
  });

  it("is not connected to by itself, nor by plain http", async () => {
    for (const origin of [`http://127.0.0.1:${port}`, `https://127.0.0.1:${port}`, `https://[::1]:${port}`]) {
      fresh(json);
      const fetched = await fetchDocument(`${origin}/${paths++}`, LIMITS, open(["127.0.0.1"]));
      expect([fetched, connections]).toEqual([{ ok: false, problem: "forbidden_address" }, 0]);
    }
  });

  it("is not reached by a name that means another host than this machine, on a developer's either", async () => {
    fresh(json);
    const url = `https://client.example:${port}/${paths++}`;
    expect(await fetchDocument(url, LIMITS, open(["127.0.0.1"], true))).toMatchObject({ problem: "forbidden_address" });
    expect(connections).toBe(0);
  });
});

it("goes to the address that was checked, and asks for its name once", async () => {
  const url = fresh(json, "localhost");
  let times = 0;
  const addressesOf = async () => (times++ === 0 ? ["127.0.0.1"] : ["10.0.0.1"]);
  expect(await fetchDocument(url, LIMITS, { addressesOf, mayUseLoopback: true })).toMatchObject({ ok: true });
  expect([times, connections]).toEqual([1, 1]);
});

it("reads a document, and says nothing of us but that we ask", async () => {
  const fetched = await fetchDocument(fresh(json), LIMITS);
  expect(fetched).toEqual({ ok: true, json: { a: 1 }, freshForMs: hours(1) });
  expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual([
    "accept",
    "accept-encoding",
    "connection",
    "host",
    "user-agent",
  ]);
});

const typed =
  (type: string, body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(200, { "content-type": type, ...headers }).end(body);

it.each<[string, RequestListener, string]>([
  ["a redirect", (_, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(), "redirect"],
  ["no success", (_, response) => response.writeHead(404, { "content-type": "application/json" }).end("{}"), "status"],
  ["a page", typed("text/html", "{}"), "media_type"],
  ["no type", (_, response) => response.end("{}"), "media_type"],
  ["what is no JSON", typed("application/json", "{"), "not_json"],
  ["what is no UTF-8", typed("application/json", Buffer.from([0x22, 0xff, 0x22])), "not_json"],
  ["a packed body", typed("application/json", gzipSync("{}"), { "content-encoding": "gzip" }), "compressed"],
  ["a body that says it is too large", typed("application/json", " ".repeat(5_001)), "too_large"],
  [
    "a body without an end",
    (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = () => response.destroyed || response.write("x".repeat(1000), () => setTimeout(more, 1));
      more();
    },
    "too_large",
  ],
  [
    "a body that comes too slowly",
    (_, response) => void response.writeHead(200, { "content-type": "application/json" }).write("{"),
    "too_slow",
  ],
  ["nothing at all", () => undefined, "too_slow"],
  [
    "half a body",
    (_, response) =>
      void response
        .writeHead(200, { "content-type": "application/json", "content-length": "9" })
        .write("{}", () => response.destroy()),
    "unreachable",
  ],
  ["a broken connection", (request) => request.socket.destroy(), "unreachable"],
])("takes %s for no document, and asks nobody else (#234, #244)", async (_what, listen, problem) => {
  expect(await fetchDocument(fresh(listen), LIMITS)).toEqual({ ok: false, problem });
  expect(connections).toBe(1);
});

it("is one request, however many ask for it at once (#246)", async () => {
  const url = fresh((request, response) => void setTimeout(() => json(request, response), 20));
  const all = await Promise.all(Array.from({ length: 50 }, () => fetchDocument(url, LIMITS)));
  expect([connections, new Set(all).size]).toEqual([1, 1]);
  await fetchDocument(url, LIMITS);
  expect(connections).toBe(1);
});

it("does not ask again at once for what it could not have", async () => {
  const url = fresh((_, response) => response.writeHead(500).end());
  for (let i = 0; i < 3; i++) await fetchDocument(url, LIMITS);
  expect(connections).toBe(1);
});

it.each([
  [undefined, hours(1)],
  ["no-store", minutes(5)],
  ["public, max-age=60", minutes(5)],
  ["max-age=7200, must-revalidate", hours(2)],
  ["max-age=31536000", days(1)],
  ["s-maxage=99999", hours(1)],
])("keeps to Cache-Control within bounds: %s", (header, expected) => {
  expect(freshnessOf(header)).toBe(expected);
});

it("reads the keys of a client for ten minutes, once a minute again for one that is new, and none that is private", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const start = Date.now();
  let kid = "first";
  const set = () =>
    JSON.stringify({
      keys: [
        { kty: "EC", kid },
        { kty: "EC", kid: "x", d: "y" },
        { kty: "oct", k: "z" },
      ],
    });
  const url = fresh((request, response) => typed("application/jwk-set+json", set())(request, response));
  const kidsAt = async (ms: number, wanted?: string) => {
    vi.setSystemTime(start + ms);
    const keys = await jwksFrom(url, { kid: wanted, now: new Date() });
    return [keys.map((key) => key.kid), connections];
  };
  expect(await kidsAt(0)).toEqual([["first"], 1]);
  kid = "second";
  expect(await kidsAt(seconds(59), "second")).toEqual([["first"], 1]);
  expect(await kidsAt(seconds(60), "first")).toEqual([["first"], 1]);
  expect(await kidsAt(seconds(60), "second")).toEqual([["second"], 2]);
  kid = "third";
  expect(await kidsAt(minutes(10))).toEqual([["second"], 2]);
  expect(await kidsAt(minutes(11))).toEqual([["third"], 3]);
  vi.useRealTimers();
});

it("has no key where there is no set", async () => {
  for (const body of ["null", "{}", '{"keys":"x"}', `{"keys":[${'{"kty":"EC"},'.repeat(50)}{"kty":"EC"}]}`])
    expect(await jwksFrom(fresh(typed("application/json", body)), { now: new Date() })).toEqual([]);
});
