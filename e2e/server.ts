import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

const E2E_PORT = Number(process.env.E2E_PORT ?? 4400);
/** Set by `npm run test:basepath` alone: the path that everything stands under. */
export const E2E_BASE_PATH = process.env.E2E_BASE_PATH ?? "";
export const E2E_URL = `http://localhost:${E2E_PORT}${E2E_BASE_PATH}`;

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
  const url = `http://localhost:${port}${E2E_BASE_PATH}`;
  if (await fetch(url).catch(() => null)) throw new Error(`something else answers on port ${port}`);
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

export const MACHINE_OWNER = { email: "owner@example.com", password: "a long enough password 7" };

/** Settings under which the first start sets itself up and writes a token for the admin API. */
export function machineSettings(): Record<string, string> & { POSTERN_BOOTSTRAP_TOKEN_FILE: string } {
  const dir = mkdtempSync(join(tmpdir(), "postern-machine-"));
  writeFileSync(join(dir, "password"), MACHINE_OWNER.password, { mode: 0o600 });
  return {
    ...freshSecrets(),
    LOG_LEVEL: "warn",
    POSTERN_OWNER_EMAIL: MACHINE_OWNER.email,
    POSTERN_OWNER_PASSWORD_FILE: join(dir, "password"),
    POSTERN_COMPANY: "Sample Company",
    POSTERN_BOOTSTRAP_TOKEN_FILE: join(dir, "admin-token"),
  };
}

export type NewClient = { id: string; key: string; secret: string };

/** The admin API of a server, with the token that its first start wrote. */
export function adminApi({ url }: Pick<Server, "url">, tokenFile: string) {
  const authorization = `Bearer ${readFileSync(tokenFile, "utf8").trim()}`;
  const call = async <T>(path: string, body?: unknown, method = body ? "POST" : "GET"): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? null : await response.json()) as T;
  };
  const newClient = async (given: Record<string, unknown>): Promise<NewClient> => {
    const { items } = await call<{ items: { id: string }[] }>("/permission-groups");
    return call("/clients", { permissionGroupId: items[0]?.id, name: `Client ${randomUUID()}`, ...given });
  };
  return { call, newClient };
}

export const basic = ({ key: id, secret }: NewClient): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;

/** An access token by client credentials. */
export async function accessToken(url: string, client: NewClient): Promise<string> {
  const response = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization: basic(client), "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  if (!response.ok) throw new Error(`token endpoint: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
