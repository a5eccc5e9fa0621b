import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: { "@": import.meta.dirname, "server-only": `${import.meta.dirname}/lib/testing/server-only.ts` },
  },
  test: {
    include: ["{app,lib,components,scripts}/**/*.test.{ts,tsx}"],
    setupFiles: ["lib/testing/setup.ts"],
    globalSetup: ["lib/testing/template.ts"],
    pool: "forks",
    // A worker more than two helps where there are cores for it, and none where there are not.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    isolate: true,
  },
});
