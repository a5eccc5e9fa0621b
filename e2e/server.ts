import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

export const E2E_PORT = Number(process.env.E2E_PORT ?? 4400);
export const E2E_URL = `http://localhost:${E2E_PORT}`;

const key = () => randomBytes(32).toString("base64url");

export type Server = { process: ChildProcess; output: () => string; url: string; stop: () => Promise<void> };

/** A database of its own on the server of E2E_DATABASE_URL, or a fresh directory for the embedded one. */
export async function freshDatabase(): Promise<Record<string, string>> {
  const server = process.env.E2E_DATABASE_URL;
  if (!server) return { DATA_DIR: mkdtempSync(join(tmpdir(), "postern-e2e-")) };
  const name = `postern_e2e_${randomUUID().slice(0, 8)}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE "${name}"`);
  await admin.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { DATABASE_URL: url.href };
}

/** Secrets of one installation: processes that share a database share them. */
export const freshSecrets = (): Record<string, string> => ({
  POSTERN_HASH_KEY: key(),
  POSTERN_ENCRYPTION_KEY: key(),
  NEXTAUTH_SECRET: key(),
});

/** A port that nothing listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });

/** `npm start` with these settings, once it answers that it is ready. */
export async function startServer(settings: Record<string, string>, port = E2E_PORT): Promise<Server> {
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: join(import.meta.dirname, ".."),
    env: {
      ...process.env,
      DATABASE_URL: "",
      NODE_ENV: "production",
      PORT: String(port),
      POSTERN_URL: url,
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
  const ended = new Promise<never>((_, reject) =>
    child.once("exit", (code) => reject(new Error(`ended with ${code}:\n${output}`))),
  );
  ended.catch(() => {});
  const ready = async () => {
    for (let attempt = 0; attempt < 900; attempt++) {
      const response = await fetch(`${url}/api/health/ready`).catch(() => null);
      if (response?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`not ready:\n${output}`);
  };
  await Promise.race([ready(), ended]);
  const stop = () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill("SIGTERM");
    });
  return { process: child, output: () => output, url, stop };
}
