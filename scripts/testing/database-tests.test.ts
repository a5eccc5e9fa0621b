import { join } from "node:path";
import { expect, it } from "vitest";
import { databaseTests } from "./database-tests.mjs";

it("names the files that open the run's database or ask which one it is, and leaves out the others", () => {
  const files = databaseTests(join(import.meta.dirname, "../.."));
  for (const path of ["app/oauth/token/route.test.ts", "lib/tokens/oauth/claim.race.test.ts", "lib/db/server.test.ts"])
    expect(files).toContain(path);
  for (const path of ["lib/architecture.test.ts", "lib/text.test.ts", "lib/oauth/pkce.test.ts"])
    expect(files).not.toContain(path);
});
