#!/usr/bin/env node
// Speaks the schema engine's protocol (JSON-RPC, one message a line) on top of the WebAssembly
// build that npm carries, so that `prisma migrate` needs no binary from elsewhere.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";

const {
  values: args,
  positionals: [mode, command],
} = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: "string", multiple: true, default: [] },
    datasource: { type: "string", default: "{}" },
    version: { type: "boolean" },
  },
});
const { url } = JSON.parse(args.datasource);
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const CODES = { DatabaseDoesNotExist: "P1003", AuthenticationFailed: "P1000", DatabaseNotReachable: "P1001" };

/** A PostgreSQL that lives in this process only: the scratch pad on which migrations are replayed. */
async function scratch() {
  const db = await PGlite.create();
  const adapter = await new PrismaPGlite(db).connect();
  adapter.executeScript = async (script) => void (await db.exec(script)); // the adapter does not wait for it
  return adapter;
}

async function server(url) {
  const pool = new pg.Pool({ connectionString: url });
  const query = pool.query.bind(pool);
  pool.query = async (...input) => {
    const result = await query(...input);
    for (const field of result.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25; // "char"
    return result;
  };
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  adapter.executeScript = async (script) => void (await pool.query(script)); // whole, not cut at semicolons
  return adapter;
}

async function loadWasm() {
  const glue = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bindings = await import(pathToFileURL(glue).href);
  const { instance } = await WebAssembly.instantiate(readFileSync(glue.replace(/js$/, "wasm")), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (message) => process.stderr.write(`${JSON.stringify({ level: "ERROR", fields: { message } })}\n`),
};
let factory;
async function start(params) {
  const { SchemaEngine } = await loadWasm();
  const live = params?.from?.tag === "empty" || params?.from?.tag === "migrations" ? scratch : () => server(url);
  factory = bindMigrationAwareSqlAdapterFactory({
    provider: "postgres",
    adapterName: "scratch",
    connect: live,
    connectToShadowDb: scratch,
  });
  const files = args.datamodels.length
    ? args.datamodels.map((path) => [path, readFileSync(path, "utf8")])
    : [params?.to, params?.from].flatMap((side) => side?.files ?? []).map(({ path, content }) => [path, content]);
  return SchemaEngine.new({ datamodels: files }, () => {}, factory);
}

/** A driver's error crosses the WebAssembly boundary as a number; this finds the error. */
function unwrap(error) {
  const id = /External error id#(\d+)/.exec(error.message)?.[1];
  const original = (id && factory.errorRegistry.consumeError(Number(id))?.error) || error;
  return {
    message: original.cause?.originalMessage ?? original.message,
    code: CODES[original.cause?.kind] ?? original.code ?? null,
    meta: original.meta ?? null,
  };
}

async function serve() {
  let engine;
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line);
    if (!method) continue;
    try {
      engine ??= await start(params);
      const result = await engine[method === "getDatabaseVersion" ? "version" : method](params);
      if (method === "diff" && result.stdout) send({ id: "diff", method: "print", params: { content: result.stdout } });
      send({ id, result: result ?? null });
    } catch (thrown) {
      const { message, code, meta } = unwrap(thrown);
      send({ id, error: { code: 4466, message, data: { is_panic: false, message, error_code: code, meta } } });
    }
  }
}

async function reach(url) {
  const adapter = await server(url);
  await adapter.queryRaw({ sql: "SELECT 1", args: [], argTypes: [] });
  await adapter.dispose();
}

async function create(url) {
  const at = new URL(url);
  const name = decodeURIComponent(at.pathname.slice(1));
  at.pathname = "/postgres";
  const adapter = await server(at.href);
  await adapter.executeScript(`CREATE DATABASE "${name.replaceAll('"', '""')}"`);
  await adapter.dispose();
}

if (args.version) {
  console.log("schema-engine-wasm", (await loadWasm()).version());
} else if (mode === "cli") {
  await (command === "create-database" ? create : reach)(url).catch((error) => {
    const fields = {
      message: error.cause?.originalMessage ?? error.message,
      error_code: CODES[error.cause?.kind] ?? "P1001",
    };
    process.stderr.write(`\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields })}`);
    process.exitCode = 1;
  });
} else {
  await serve();
}
process.exit();
