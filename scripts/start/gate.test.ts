import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { requireFreePort } from "./gate.mjs";
import { StartProblem } from "./problem.mjs";

const gate = JSON.stringify(join(import.meta.dirname, "gate.mjs"));

/** Runs `code` in a process of its own: the gate changes every HTTP server of its process. */
const child = (code: string) =>
  new Promise<{ code: number | null; out: string; error: string }>((resolve) => {
    const head = `import { createServer, get } from "node:http"; import { installGate } from ${gate};`;
    const started = spawn(process.execPath, ["--input-type=module", "-e", head + code]);
    let out = "";
    let error = "";
    started.stdout.on("data", (chunk) => (out += chunk));
    started.stderr.on("data", (chunk) => (error += chunk));
    started.once("exit", (code) => resolve({ code, out, error }));
  });

const listening = async (): Promise<{ port: number; close: () => void }> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, close: () => server.close() };
};

describe("the gate", () => {
  it("holds requests until it is opened, then answers all of them by whoever listens by then", async () => {
    const { code, out } = await child(`
      installGate(0);
      const { servers, open } = globalThis[Symbol.for("postern.gate")];
      const server = createServer((request, response) => response.end(request.url + ready));
      let ready = "-too-early";
      await new Promise((resolve) => server.listen(0, resolve));
      const ask = (path) => new Promise((resolve) => get({ port: server.address().port, path, agent: false }, (response) => {
        let body = ""; response.on("data", (chunk) => (body += chunk)).on("end", () => resolve(body));
      }));
      const early = [ask("/a"), ask("/b")];
      await new Promise((resolve) => setTimeout(resolve, 200));
      ready = "-ready";
      open();
      console.log(servers.has(server), (await Promise.all(early)).join(), await ask("/c"));
      server.close();`);
    expect({ code, out: out.trim() }).toEqual({ code: 0, out: "true /a-ready,/b-ready /c-ready" });
  });

  it("ends with one sentence where the port is in use", async () => {
    const { port, close } = await listening();
    const { code, error } = await child(`installGate(${port}); createServer().listen(${port});`);
    close();
    expect(code).toBe(1);
    expect(error.trim().split("\n")).toEqual([expect.stringContaining(`Port ${port} is in use`)]);
  });

  it("finds out before the build that the port is in use", async () => {
    const { port, close } = await listening();
    await expect(requireFreePort(port, undefined)).rejects.toThrow(StartProblem);
    close();
    await expect(requireFreePort(port, undefined)).resolves.toBeUndefined();
  });
});
