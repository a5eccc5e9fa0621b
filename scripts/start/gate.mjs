import { Server } from "node:http";
import { createServer } from "node:net";
import { StartProblem } from "./problem.mjs";

const inUse = (port) =>
  `Port ${port} is in use by another program. Stop that one, or give another port: PORT=${port + 1} npm start`;

const refused = ({ code, message }, port) => {
  if (code === "EADDRINUSE") return inUse(port);
  if (code === "EACCES") return `This user may not serve on port ${port}. Give a port above 1023 by PORT.`;
  return `Port ${port} cannot be served on (${code ?? message}).`;
};

/**
 * Finds out before a long build whether the port can be had.
 * @throws StartProblem
 */
export const requireFreePort = (port, host) =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => reject(new StartProblem(refused(error, port))));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });

/**
 * Next listens before it is ready. Until lib/serve/start.ts opens the gate, requests wait here: none is answered by
 * half a server, and none gets past the header cleaning of lib/serve/front.ts. The servers are kept for a clean stop.
 */
export function installGate(port) {
  const servers = new Set();
  const held = [];
  let isOpen = false;
  const emit = Server.prototype.emit;
  Server.prototype.emit = function emitOrHold(event, ...args) {
    if (event === "listening") servers.add(this);
    if (event === "error" && !this.listening) {
      console.error(refused(args[0], port));
      process.exit(1);
    }
    if (event === "request" && !isOpen) {
      held.push([this, args]);
      return true;
    }
    return Reflect.apply(emit, this, [event, ...args]);
  };
  const open = () => {
    isOpen = true;
    for (const [server, args] of held.splice(0)) server.emit("request", ...args);
  };
  globalThis[Symbol.for("postern.gate")] = { servers, open };
}
