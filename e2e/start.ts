import { mkdirSync } from "node:fs";
import { freshDatabase, freshSecrets, startServer } from "./server";

/** Starts the production build on an empty database and keeps the set-up link that it prints. */
export default async function start(): Promise<void> {
  mkdirSync("test-results", { recursive: true });
  const settings = { ...(await freshDatabase()), ...freshSecrets(), LOG_LEVEL: "warn" };
  const server = await startServer(settings);
  const link = /https?:\/\/\S+\/setup\?code=\S+/.exec(server.output())?.[0];
  if (!link) throw new Error(`no set-up link was printed:\n${server.output()}`);
  process.env.E2E_SETUP_LINK = link;
  process.env.E2E_SETTINGS = JSON.stringify(settings);
  (globalThis as { e2eServer?: unknown }).e2eServer = server;
}
