import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "./build.mjs";
import { installGate, requireFreePort } from "./gate.mjs";
import { buildInPlace, packagesInPlace, settingsInPlace } from "./prepare.mjs";
import { orEndWithSentence } from "./problem.mjs";
import { portOf } from "./settings.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

async function prepare({ dev }) {
  await packagesInPlace(root);
  await settingsInPlace(root, { dev });
  const port = portOf(process.env);
  await requireFreePort(port, process.env.HOST || undefined);
  await (dev ? generate(root) : buildInPlace(root));
  return port;
}

/** Next's own command, in this process: signals, exit code and memory are those of one program. */
function serve(port, { dev }) {
  const host = process.env.HOST ? ["-H", process.env.HOST] : [];
  process.env.PORT = String(port);
  if (!dev) {
    // lib/serve/stop.ts ends the process, after the answers in flight and the database.
    process.env.NEXT_MANUAL_SIG_HANDLE = "true";
    installGate(port);
  }
  const require = createRequire(import.meta.url);
  const next = require.resolve("next/dist/bin/next");
  process.argv.splice(1, process.argv.length, next, dev ? "dev" : "start", "-p", String(port), ...host);
  require(next);
}

/** `npm start` from whatever state the folder is in: installs, completes the settings, builds, serves. */
export async function start(args) {
  const dev = args.includes("--dev");
  process.chdir(root);
  process.env.NODE_ENV = dev ? "development" : "production";
  process.env.NEXT_TELEMETRY_DISABLED ??= "1";
  if (args.includes("--demo")) process.env.POSTERN_DEMO = "on";
  const port = await orEndWithSentence(() => prepare({ dev }));
  serve(port, { dev });
}
