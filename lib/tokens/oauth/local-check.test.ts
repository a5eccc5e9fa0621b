import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { issuerUrl } from "@/lib/env";
import { frontFor } from "@/lib/serve/front";
import { TABLE } from "@/lib/serve/table";
import { testDatabase } from "@/lib/testing/database";
import { jwtIssuer, tokensFor } from "@/lib/testing/jwt";
import { machineClient } from "@/lib/testing/oauth";

testDatabase();

const ROOT = join(import.meta.dirname, "../../..");

let server: Server;
let address: string;

beforeAll(async () => {
  const front = frontFor(TABLE);
  server = createServer((incoming, outgoing) => void front(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

type Check = {
  claimsOf: (token: string) => Promise<Record<string, unknown>>;
  may: (claims: Record<string, unknown>, scope: string) => boolean;
};

/** The check of docs/jwt.md as it stands there, with our issuer and the keys fetched from this server. */
async function documentedCheck(audience: string): Promise<Check> {
  const page = readFileSync(join(ROOT, "docs/jwt.md"), "utf8");
  const code = (/```js\n([\s\S]*?)```/.exec(page)?.[1] ?? "")
    .replace("process.env.POSTERN;", `${JSON.stringify(issuerUrl())};`)
    .replace("process.env.AUDIENCE;", `${JSON.stringify(audience)};`)
    .replace(/`[^`]*\/oauth\/jwks`/, JSON.stringify(`${address}/oauth/jwks`));
  // Beside node_modules, so that it finds the library.
  const dir = mkdtempSync(join(ROOT, "node_modules", ".check-"));
  writeFileSync(join(dir, "check.mjs"), code);
  const check: Check = await import(/* @vite-ignore */ pathToFileURL(join(dir, "check.mjs")).href);
  rmSync(dir, { recursive: true });
  return check;
}

it("is what docs/jwt.md says: good tokens of each algorithm pass, all others do not (#346, #352, #353)", async () => {
  for (const algorithm of ["ES256", "EdDSA", "RS256"] as const) {
    const issuer = await jwtIssuer(algorithm);
    const { access_token: token } = await tokensFor(await machineClient(issuer), {
      grant_type: "client_credentials",
      scope: "stock",
    });
    const { claimsOf, may } = await documentedCheck(issuer.audience);
    const claims = await claimsOf(token);
    expect([may(claims, "stock"), may(claims, "labels"), may(claims, "stoc")]).toEqual([true, false, false]);
    const other = await documentedCheck("https://other.example");
    await expect(other.claimsOf(token)).rejects.toMatchObject({ code: "ERR_JWT_CLAIM_VALIDATION_FAILED" });
    await expect(claimsOf(`${token.slice(0, -4)}AAAA`)).rejects.toMatchObject({ name: expect.any(String) });
  }
});
