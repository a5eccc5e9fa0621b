// Runs one of our TypeScript modules in a process of its own, for tests that kill it: node run-typescript.mjs /lib/testing/children/x.ts
import { join } from "node:path";
import { createViteServer } from "vitest/node";

const root = join(import.meta.dirname, "..", "..");
const server = await createViteServer({
  root,
  configFile: false,
  logLevel: "error",
  appType: "custom",
  resolve: { alias: { "@": root, "server-only": join(root, "lib", "testing", "server-only.ts") } },
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
});
await server.ssrLoadModule(process.argv[2]);
