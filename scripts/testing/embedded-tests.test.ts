import { join } from "node:path";
import { expect, it } from "vitest";
import { embeddedTests } from "./embedded-tests.mjs";

it("names the files of the rooms that open the run's database or ask which one it is, and leaves out the others", () => {
  const files = embeddedTests(join(import.meta.dirname, "../.."));
  for (const path of ["lib/db/server.test.ts", "lib/tokens/personal/generate.test.ts"]) expect(files).toContain(path);
  for (const path of [
    "lib/architecture.test.ts",
    "lib/oauth/pkce.test.ts",
    "lib/tokens/oauth/claim.race.test.ts",
    "app/oauth/token/route.test.ts",
  ])
    expect(files).not.toContain(path);
});
