import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";

/** The server of a company's tools, behind Postern's answer about each call. It knows of Postern where to ask, no more. */
export async function mcpServer(port: number, postern: () => string) {
  const audience = `http://localhost:${port}/mcp`;

  /** What a reverse proxy does (docs/forward-auth.md). @returns the call's identity, null when it was refused */
  async function admitted(request: IncomingMessage, response: ServerResponse): Promise<Headers | null> {
    const question = new URL("/api/verify", postern());
    question.search = new URLSearchParams({ audience, scope: "api:read" }).toString();
    const { authorization } = request.headers;
    const { status, headers } = await fetch(question, authorization ? { headers: { authorization } } : {});
    if (status === 200) return headers;
    const challenge = headers.get("www-authenticate");
    response.writeHead(status, challenge ? { "www-authenticate": challenge } : {}).end();
    return null;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url !== "/mcp") return void response.writeHead(404).end();
    const identity = await admitted(request, response);
    if (!identity) return;
    const server = new McpServer({ name: "sample-tools", version: "1.0.0" });
    server.registerTool("whoami", { description: "Who calls, and by which client" }, async () => ({
      content: [{ type: "text", text: `${identity.get("x-postern-kind")} ${identity.get("x-postern-client")}` }],
    }));
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.on("close", () => void transport.close());
    await server.connect(transport);
    await transport.handleRequest(request, response);
  }

  const listener = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => listener.listen(port, "localhost", resolve));
  return { url: new URL(audience), close: () => listener.close() };
}

/** A host of https on this machine, whose certificate `certificateFile` vouches for. */
export async function documentServer(documentAt: (url: string) => object) {
  const dir = mkdtempSync(join(tmpdir(), "postern-mcp-"));
  const [key, certificateFile] = [join(dir, "key.pem"), join(dir, "certificate.pem")];
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
      ...["-keyout", key, "-out", certificateFile, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    ],
    { stdio: "ignore" },
  );
  let reads = 0;
  const listener = createSecureServer(
    { key: readFileSync(key), cert: readFileSync(certificateFile) },
    (_, response) => {
      reads++;
      response.setHeader("content-type", "application/json").end(JSON.stringify(documentAt(url)));
    },
  );
  await new Promise<void>((resolve) => listener.listen(0, "localhost", resolve));
  const url = `https://localhost:${(listener.address() as AddressInfo).port}/client.json`;
  return { url, certificateFile, reads: () => reads, close: () => listener.close() };
}
