import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { type AddressInfo, connect, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { bindAccess, dpopKey, type ProofOptions, proofOf } from "@/lib/testing/dpop";
import { issueAccess, issueLegacy, issuePersonal, type TestIssuer, testIssuer } from "@/lib/testing/issued";
import { metadataUrl } from "@/lib/verify/challenge";
import { currentNonce } from "@/lib/verify/dpop/nonce";
import { frontFor } from "./front";
import { TABLE } from "./table";

testDatabase();

let issuer: TestIssuer;
let postern: Server;
let upstream: Server;
let nginx: ChildProcess;
let dir: string;
let port: number;
let seen: { headers: IncomingHttpHeaders; raw: string[] }[] = [];

const listening = (server: Server, at = 0): Promise<number> =>
  new Promise((resolve) => server.listen(at, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createSocketServer().listen(0, "127.0.0.1", () => {
      const { port: free } = probe.address() as AddressInfo;
      probe.close(() => resolve(free));
    });
  });

/** The program, installed if this machine can do that by itself; otherwise the test fails with what to do. */
function nginxProgram(): string {
  const find = () => [process.env.NGINX_PATH ?? "", "/usr/sbin/nginx", "/usr/local/sbin/nginx"].find(existsSync);
  if (!find()) spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "nginx"], { stdio: "ignore" });
  const program = find();
  if (!program) throw new Error("This test needs nginx: install it (Debian: apt-get install nginx) or set NGINX_PATH.");
  return program;
}

/** The configuration of docs/forward-auth.md, with the addresses of this test. */
function configuration(posternPort: number, upstreamPort: number): string {
  const page = readFileSync(join(import.meta.dirname, "../../docs/forward-auth.md"), "utf8");
  const block = /```nginx\n([\s\S]*?)```/.exec(page)?.[1];
  if (!block) throw new Error("no nginx configuration in docs/forward-auth.md");
  const server = block
    .replace("listen 443 ssl", `listen 127.0.0.1:${port}`)
    .replace("127.0.0.1:8080", `127.0.0.1:${upstreamPort}`)
    .replace("127.0.0.1:3000", `127.0.0.1:${posternPort}`)
    .replace("https://api.example.com/v1", issuer.audience);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${dir}/${kind};`,
  );
  return `daemon off; master_process off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log;
    events { worker_connections 128; }
    http { access_log off; ${temporary.join(" ")} client_max_body_size 20m; ${server} }`;
}

const reachable = (at: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(at, "127.0.0.1", () => resolve(socket.end() !== undefined));
    socket.on("error", () => resolve(false));
  });

beforeAll(async () => {
  issuer = await testIssuer();
  dir = mkdtempSync(join(tmpdir(), "postern-nginx-"));
  chmodSync(dir, 0o755);
  const front = frontFor(TABLE);
  postern = createServer((incoming, outgoing) => void (front(incoming, outgoing) || outgoing.writeHead(404).end()));
  upstream = createServer((incoming, outgoing) => {
    seen.push({ headers: incoming.headers, raw: incoming.rawHeaders });
    incoming.resume().on("end", () => outgoing.end("upstream"));
  });
  const [posternPort, upstreamPort] = [await listening(postern), await listening(upstream)];
  port = await freePort();
  writeFileSync(join(dir, "nginx.conf"), configuration(posternPort, upstreamPort));
  nginx = spawn(nginxProgram(), ["-p", dir, "-c", join(dir, "nginx.conf")], { stdio: "ignore" });
  for (let attempt = 0; attempt < 100 && !(await reachable(port)); attempt++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  if (!(await reachable(port)))
    throw new Error(`nginx did not start:\n${readFileSync(join(dir, "error.log"), "utf8")}`);
}, 120_000);

afterAll(async () => {
  nginx?.kill("SIGTERM");
  upstream?.close();
  postern?.close();
  rmSync(dir, { recursive: true, force: true });
});

type Seen = { status: number; headers: Headers; upstream: (typeof seen)[number] | undefined };

async function call(headers: Record<string, string>, init: RequestInit = {}): Promise<Seen> {
  seen = [];
  const response = await fetch(`http://127.0.0.1:${port}/stock/1?access=all`, { ...init, headers, redirect: "manual" });
  await response.text();
  return { status: response.status, headers: response.headers, upstream: seen[0] };
}

const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.on("data", (chunk) => (received += chunk));
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
  });

const ours = (message: Seen["upstream"]) =>
  (message?.raw ?? [])
    .filter((name, index) => index % 2 === 0 && /postern/i.test(name))
    .map((name) => name.toLowerCase());

describe("nginx in front of an API", () => {
  it("lets a good token pass, and the API sees who calls and no credential (#359)", async () => {
    const { token } = await issueAccess(issuer);
    const { status, upstream: message } = await call({ authorization: `Bearer ${token}` });
    expect(status).toBe(200);
    expect(message?.headers).toMatchObject({
      "x-postern-kind": "access",
      "x-postern-subject": issuer.user.id,
      "x-postern-client": issuer.client.key,
      "x-postern-company": issuer.company.id,
      "x-postern-scopes": "stock labels",
    });
    expect(message?.headers.authorization).toBeUndefined();
  });

  it("lets a personal token and the API connection pass", async () => {
    const { token } = await issuePersonal(issuer);
    const { key, secret } = await issueLegacy(issuer);
    expect((await call({ authorization: `Bearer ${token}` })).upstream?.headers["x-postern-kind"]).toBe("personal");
    expect(
      (await call({ authorization: `Basic ${btoa(`${key}:${secret}`)}` })).upstream?.headers["x-postern-kind"],
    ).toBe("legacy");
  });

  it("answers 401 with the challenge, and the API hears nothing (#359)", async () => {
    const { status, headers, upstream: message } = await call({});
    const metadata = `resource_metadata="${metadataUrl(issuer.audience)}"`;
    const algs = 'algs="ES256 ES384 ES512 EdDSA Ed25519 PS256"';
    const challenges = `Bearer scope="stock", ${metadata}, DPoP ${algs}, ${metadata}`;
    expect([status, headers.get("www-authenticate"), message]).toEqual([401, challenges, undefined]);
    for (const authorization of ["Bearer wrong", "Bearer", "Bearer a b", "Basic !", "Digest x"])
      expect(await call({ authorization })).toMatchObject({ status: 401, upstream: undefined });
  });

  it("answers 403 to a token without the context (#359)", async () => {
    const { token } = await issueAccess(issuer, { scopes: ["labels"], grantScopes: ["labels"] });
    expect(await call({ authorization: `Bearer ${token}` })).toMatchObject({ status: 403, upstream: undefined });
  });

  it("stops a revoked token at the next call", async () => {
    const { token, id } = await issuePersonal(issuer);
    expect((await call({ authorization: `Bearer ${token}` })).status).toBe(200);
    await issuer.db.personalToken.update({ where: { id }, data: { revokedAt: new Date() } });
    expect((await call({ authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it("overwrites or drops identity headers of the client's own, in every spelling (#360, #361)", async () => {
    const { token } = await issuePersonal(issuer);
    const forged = [
      "X-Postern-Subject",
      "x-postern-COMPANY",
      "X_Postern_Subject",
      "X-Postern_Subject",
      "X-Postern-Client",
    ];
    const headers = forged.map((name) => `${name}: forged\r\n${name}: twice\r\n`).join("");
    const answer = await raw(
      `GET /stock HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${headers}Connection: close, X-Postern-Subject\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    const message = seen.at(-1);
    expect(JSON.stringify(message)).not.toMatch(/forged|twice/);
    expect(message?.headers["x-postern-subject"]).toBe(issuer.user.id);
    expect(ours(message).sort()).toEqual([
      "x-postern-company",
      "x-postern-kind",
      "x-postern-scopes",
      "x-postern-subject",
    ]);
  });

  it("decides on its own rule, whatever the client says of the address or the method (#362)", async () => {
    const { token } = await issueAccess(issuer, { scopes: ["labels"], grantScopes: ["labels"] });
    const headers = {
      authorization: `Bearer ${token}`,
      "x-original-uri": "/public",
      "x-forwarded-uri": "/api/verify?scope=labels",
      "x-forwarded-method": "OPTIONS",
      "x-http-method-override": "OPTIONS",
    };
    expect((await call(headers)).status).toBe(403);
  });

  it("lets a bound token pass with a proof for the very call, and hands the nonce on that it needs (#299, #362)", async () => {
    const { token, id } = await issueAccess(issuer);
    const key = await dpopKey();
    await bindAccess(issuer, id, key);
    const url = `${new URL(issuer.audience).origin}/stock/1`;
    const proof = (options: ProofOptions = {}) => proofOf(key, { method: "GET", url, token, ...options });
    const tried = async (dpop: string, forged: Record<string, string> = {}) =>
      call({ authorization: `DPoP ${token}`, dpop, ...forged });
    const needed = await tried(await proof({ claims: { nonce: undefined } }));
    expect([needed.status, needed.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringMatching(/^DPoP error="use_dpop_nonce"/),
    ]);
    const nonce = needed.headers.get("dpop-nonce");
    expect(nonce).toMatch(/^[\w-]{22}$/);
    const good = await proof({ claims: { nonce } });
    const { status, headers, upstream: message } = await tried(good);
    expect([status, headers.get("dpop-nonce"), message?.headers.dpop]).toEqual([200, null, undefined]);
    expect((await tried(good)).status).toBe(401);
    const old = await tried(await proof({ claims: { nonce: currentNonce(new Date(Date.now() - 180_000)) } }));
    expect([old.status, old.headers.get("dpop-nonce")]).toEqual([200, expect.stringMatching(/^[\w-]{22}$/)]);
    const elsewhere = await proof({ method: "DELETE", url: `${new URL(issuer.audience).origin}/stock/2` });
    const forged = { "x-original-method": "DELETE", "x-original-uri": "/stock/2", "x-forwarded-uri": "/stock/2" };
    expect(await tried(elsewhere, forged)).toMatchObject({ status: 401, upstream: undefined });
    expect((await call({ authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it("passes a large body on after a quick decision, and stays in step (#364)", async () => {
    const { token } = await issuePersonal(issuer);
    const body = "a".repeat(10_000_000);
    for (let round = 0; round < 2; round++)
      expect((await call({ authorization: `Bearer ${token}` }, { method: "POST", body })).status).toBe(200);
    expect((await call({}, { method: "POST", body: "small" })).status).toBe(401);
  });
});

it("lets nothing pass when Postern is down (#367)", async () => {
  const { token } = await issuePersonal(issuer);
  postern.closeAllConnections();
  await new Promise((resolve) => postern.close(resolve));
  expect(await call({ authorization: `Bearer ${token}` })).toMatchObject({ status: 500, upstream: undefined });
});
