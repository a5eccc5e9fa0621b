import { defineConfig, devices } from "@playwright/test";
import { E2E_BASE_PATH, E2E_URL } from "./e2e/server";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/start.ts",
  globalTeardown: "./e2e/stop.ts",
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  use: {
    ...devices["Desktop Chrome"],
    baseURL: E2E_URL,
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    ...(E2E_BASE_PATH ? [{ name: "base-path", testMatch: "base-path/*.spec.ts" }] : []),
    { name: "set-up", testMatch: "set-up.spec.ts" },
    { name: "desktop", testMatch: /(console|people|oauth)\/.*\.spec\.ts/, dependencies: ["set-up"] },
    {
      name: "no-javascript",
      testMatch: "no-javascript.spec.ts",
      dependencies: ["set-up"],
      use: { javaScriptEnabled: false },
    },
    { name: "pages", testMatch: "pages.spec.ts", dependencies: ["desktop"] },
    // What depends on the database beyond what the route tests, all on PostgreSQL, show: two processes, a kill, a list.
    ...(process.env.E2E_DATABASE_URL
      ? [
          {
            name: "on-postgresql",
            testMatch: /(oauth\/(kill|two-processes)|people\/consent|console\/tokens)\.spec\.ts/,
            dependencies: ["set-up"],
          },
        ]
      : []),
  ],
});
