import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { linkSync, renameSync, unlinkSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * One process may hold a data directory. The kernel owns the proof: a listening socket, which ends
 * with the process however the process ends. On Windows it is a named pipe.
 */
export async function holdDirectory(dir: string): Promise<() => void> {
  if (process.platform === "win32") {
    const server = await listen(`\\\\.\\pipe\\postern-${digest(dir)}`);
    return () => server.close();
  }
  const path = socketPath(dir);
  const own = path + "." + randomUUID().slice(0, 8);
  const server = await listen(own);
  const giveUp = (message: string) => {
    server.close();
    throw new Error(message);
  };
  try {
    linkSync(own, path);
    unlinkSync(own);
  } catch (error: any) {
    if (error.code !== "EEXIST") throw error;
    if (await answers(path)) {
      unlinkSync(own);
      return giveUp(`Another process has ${dir} open`) as never;
    }
    renameSync(own, path); // left behind by a process that died
    await new Promise((resolve) => setTimeout(resolve, 50));
    if ((await answers(path)) !== String(process.pid)) return giveUp(`Another process has just opened ${dir}`) as never;
  }
  server.unref();
  return () => {
    server.close();
    try {
      unlinkSync(path);
    } catch {}
  };
}
const digest = (s: string) => createHash("sha256").update(s).digest("hex").slice(0, 16);
const socketPath = (dir: string) => {
  const p = join(dir, ".lock");
  return Buffer.byteLength(p) < 90 ? p : join(tmpdir(), `postern-${digest(dir)}`);
};
const listen = (path: string) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer((socket) => socket.on("error", () => {}).end(String(process.pid)));
    server.once("error", reject).listen(path, () => resolve(server));
  });
const answers = (path: string) =>
  new Promise<string>((resolve) => {
    let said = "";
    connect(path)
      .on("data", (d) => (said += d))
      .on("error", () => resolve(""))
      .on("end", () => resolve(said || "?"));
  });
