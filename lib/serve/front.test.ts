import { createServer, request as httpRequest, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { json } from "@/lib/doors/answer";
import { endpoint, METHODS } from "@/lib/doors/endpoint";
import { ROUTER_HEADER } from "@/lib/doors/gate";
import { clientAddress, PEER_HEADER } from "@/lib/doors/origin";
import { testDatabase } from "@/lib/testing/database";
import { issueAccess, issueLegacy, issuePersonal, testIssuer } from "@/lib/testing/issued";
import { frontFor, placesOf, type Table } from "./front";
import { TABLE } from "./table";

testDatabase();

const echo = endpoint({
  GET: async (_ctx, request) =>
    json({ ip: clientAddress(request.headers, 0), headers: Object.fromEntries(request.headers) }),
  POST: async (_ctx, request) => json({ length: (await request.text()).length }),
});

const table: Table = new Map([...TABLE, ["/echo", echo]]);
let server: Server;
let base: string;

beforeAll(async () => {
  const front = frontFor(table);
  server = createServer((incoming, outgoing) => {
    if (!front(incoming, outgoing)) outgoing.writeHead(404).end("behind");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Sends bytes as they are and gives all that comes back until the other side closes or nothing more comes. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.setTimeout(500, () => socket.destroy());
    socket.on("data", (chunk) => (received += chunk));
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
  });

const VARYING = new Set(["date", "connection", "keep-alive", "content-length", "x-request-id", "transfer-encoding"]);

async function plain(response: Response) {
  const body = (await response.text()).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>");
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !VARYING.has(name)));
  return { status: response.status, headers, body };
}

describe("what the front answers", () => {
  it("is what the route's own function answers, status, headers and body", async () => {
    const issuer = await testIssuer();
    const [{ token }, { token: personal }, { key, secret }] = [
      await issueAccess(issuer, {
        scopes: ["stock", "open:read"],
        audience: [issuer.audience, "http://localhost:3000/open"],
      }),
      await issuePersonal(issuer),
      await issueLegacy(issuer),
    ];
    const legacy = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
    const shown = [
      undefined,
      `Bearer ${token}`,
      `Bearer ${personal}`,
      legacy,
      "Bearer nonsense",
      "Bearer",
      "Basic eDp5",
    ];
    const query = [
      "",
      `?audience=${encodeURIComponent(issuer.audience)}`,
      `?audience=${encodeURIComponent(issuer.audience)}&scope=stock%20labels`,
      "?scope=%22",
    ];
    const differences: unknown[] = [];
    for (const [path, route] of TABLE)
      for (const method of METHODS)
        for (const authorization of method === "GET" || method === "POST" ? shown : [`Bearer ${token}`])
          for (const search of path === "/api/verify" && method === "GET" ? query : [""]) {
            const headers: Record<string, string> = authorization ? { authorization } : {};
            const init: RequestInit = { method, headers, redirect: "manual" };
            const direct = await plain(await route[method](new Request(`${base}${path}${search}`, init)));
            const served = await plain(await fetch(`${base}${path}${search}`, init));
            if (method === "HEAD") direct.body = "";
            if (JSON.stringify(direct) !== JSON.stringify(served))
              differences.push({ path, method, search, direct, served });
          }
    expect(differences).toEqual([]);
  });

  it("is the same for a target in absolute form, whatever host it names (#77)", async () => {
    const get = (target: string) => raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(await get("http://elsewhere.example/api/health/live")).toMatch(/^HTTP\/1\.1 200 /);
    expect(await get("http://elsewhere.example")).toMatch(/^HTTP\/1\.1 404 [\s\S]*behind/);
    expect(await get("HTTPS://elsewhere.example?x")).toMatch(/^HTTP\/1\.1 404 [\s\S]*behind/);
  });

  it.each(["*", "/refused/%ff", "/api/v1/clients/%", "/people/%E0%A4%A", "/%C0%80"])(
    "is a refusal for a path that cannot be read, and Next is not asked: %s (#462)",
    async (path) => {
      const text = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(text).toMatch(/^HTTP\/1\.1 400 [\s\S]*"invalid_request"/);
    },
  );

  it.each([
    "//api/verify",
    "/api//verify",
    "/api/verify/",
    "/api/./verify",
    "/api/%76erify",
    "/API/verify",
    "/api/verify;a=b",
    "/api/verify%20",
    "/x/../api/verify",
  ])("is nothing for another spelling of a path: %s (#340)", async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it.each(["TRACE", "PROPFIND", "PURGE"])("refuses the method %s with the ones that it takes (#80)", async (method) => {
    const text = await raw(`${method} /open/me HTTP/1.1\r\nHost: x\r\nX-Echo: canary\r\nConnection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 405 /);
    expect(text).toMatch(/allow: GET, HEAD/i);
    expect(text).not.toContain("canary");
  });
});

describe("headers", () => {
  const echoed = async (headers: Record<string, string>) =>
    (await (await fetch(`${base}/echo`, { headers })).json()) as { ip: string; headers: Record<string, string> };

  it("tell the socket's address, whatever the client says (#370)", async () => {
    const { ip, headers } = await echoed({ [PEER_HEADER]: "203.0.113.9", "X-Postern-PEER": "203.0.113.10" });
    expect(ip).toBe("127.0.0.1");
    expect(headers[PEER_HEADER]).toBe("127.0.0.1");
  });

  it("tell our own public address, and lose what steers Next from within (#288, #289, #391)", async () => {
    const { headers } = await echoed({
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "gopher",
      "x-middleware-subrequest": "proxy:proxy:proxy",
      "x-nextjs-data": "1",
      "x-harmless": "kept",
    });
    expect(headers).toMatchObject({
      "x-forwarded-host": "localhost:3000",
      "x-forwarded-proto": "http",
      "x-harmless": "kept",
    });
    expect(Object.keys(headers).filter((name) => /middleware|nextjs/.test(name))).toEqual([]);
  });

  it("tell the gate that Next's router asks, and are believed from nobody else", async () => {
    expect((await echoed({ rsc: "1" })).headers[ROUTER_HEADER]).toBe("1");
    expect((await echoed({ [ROUTER_HEADER]: "1" })).headers).not.toHaveProperty(ROUTER_HEADER);
  });

  it("of every answer keep it from being stored or read as something else (#468, #470)", async () => {
    for (const path of ["/echo", "/open/me", "/api/verify"]) {
      const { headers } = await fetch(base + path);
      expect([headers.get("cache-control"), headers.get("x-content-type-options")]).toEqual(["no-store", "nosniff"]);
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

describe("a body", () => {
  const MEGABYTE = 1_048_576;
  const posted = (length: number, isChunked: boolean) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const headers = isChunked ? { "transfer-encoding": "chunked" } : { "content-length": length };
      const request = httpRequest(`${base}/echo`, { method: "POST", headers }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode, text }));
      });
      request.on("error", reject);
      for (let sent = 0; sent < length; sent += 65_536) request.write("a".repeat(Math.min(65_536, length - sent)));
      request.end();
    });

  it.each([true, false])("within the limit arrives whole, chunked: %s", async (isChunked) => {
    expect(await posted(MEGABYTE, isChunked)).toMatchObject({ status: 200, text: `{"length":${MEGABYTE}}` });
  });

  it("above the limit is refused before it is read (#449)", async () => {
    const declared = await raw(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n\r\nabc`);
    expect(declared).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
    const chunk = `80000\r\n${"a".repeat(0x80000)}\r\n`;
    const chunked = await raw(`POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`);
    expect(chunked).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
  });

  it("that nobody reads leaves the connection in step (#364)", async () => {
    const verify = `GET /api/verify?audience=x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello`;
    const text = await raw(`${verify}${verify.replace("hello", "GET /")}`);
    expect(text.match(/HTTP\/1\.1 401/g)).toHaveLength(2);
  });

  it.each([
    "Content-Length: 3\r\nTransfer-Encoding: chunked",
    "Content-Length: 3\r\nContent-Length: 4",
    "Content-Length: 3\r\n X: folded",
    "Content-Length: -1",
  ])("whose end is in doubt is refused and the connection closed: %j (#365)", async (headers) => {
    expect(await raw(`POST /echo HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\nabc`)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("a base path", () => {
  it.each([
    ["/oauth/token", "", ["/oauth/token"]],
    ["/oauth/token", "/auth", ["/auth/oauth/token"]],
    ["/.well-known/oauth-authorization-server", "", ["/.well-known/oauth-authorization-server"]],
    [
      "/.well-known/oauth-authorization-server",
      "/auth",
      ["/auth/.well-known/oauth-authorization-server", "/.well-known/oauth-authorization-server/auth"],
    ],
    [
      "/.well-known/oauth-protected-resource/api/v1",
      "/auth/one",
      [
        "/auth/one/.well-known/oauth-protected-resource/api/v1",
        "/.well-known/oauth-protected-resource/auth/one/api/v1",
      ],
    ],
  ])("puts %s of the base %j where its specification looks for it, and nowhere else (#280)", (path, base, places) => {
    expect(placesOf(path, base)).toEqual(places);
  });
});
