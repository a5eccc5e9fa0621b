import { defineConfig } from "prisma/config";

// Prisma's CLI looks for a native schema engine and tries to download one. Ours is the WebAssembly build from npm,
// so nothing is ever fetched from outside the package registry (docs/decisions/0003-one-dialect.md).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= "scripts/schema-engine.mjs";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost:5432/postern" },
});
