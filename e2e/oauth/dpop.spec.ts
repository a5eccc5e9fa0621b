import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import * as openid from "openid-client";
import { expect, test } from "../fixtures";
import { adminApi, freePort, freshDatabase, MACHINE_OWNER, machineSettings, type Server, startServer } from "../server";

const root = join(import.meta.dirname, "../..");

let server: Server;
let api: ReturnType<typeof adminApi>;

test.beforeAll(async () => {
  const settings = { ...machineSettings(), ...(await freshDatabase()) };
  server = await startServer(settings, await freePort());
  api = adminApi(server, settings.POSTERN_BOOTSTRAP_TOKEN_FILE);
});
test.afterAll(() => server.stop());

const me = () => new URL("/open/me", server.url);

test("the program of docs/dpop.md gets a token for its key, and calls an API with it", async () => {
  const page = readFileSync(join(root, "docs/dpop.md"), "utf8");
  const [, program = ""] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  // Here Postern is on http://localhost, which the library takes only when it is told to.
  const local = program.replace(
    'algorithm: "oauth2",',
    'algorithm: "oauth2", execute: [openid.allowInsecureRequests],',
  );
  expect(local).not.toBe(program);
  const client = await api.newClient({ grantType: "client_credentials" });
  const own = { POSTERN: server.url, CLIENT_ID: client.key, CLIENT_SECRET: client.secret };
  const env = { ...process.env, ...own, FORCE_COLOR: "0" };
  const { stdout } = await promisify(execFile)("node", ["--input-type=module", "-e", local], { cwd: root, env });
  expect(stdout).toMatch(/^dpop\n200 {"subject":{"kind":"client"/);
});

for (const [kind, isPublic] of [
  ["a public client", true],
  ["a confidential client", false],
] as const)
  test(`openid-client does PAR, code, refresh and calls with its key as ${kind}`, async ({ page }) => {
    const callback = createServer((_, response) =>
      response.setHeader("content-type", "text/html").end("<h1>Back</h1>"),
    );
    await new Promise<void>((resolve) => callback.listen(0, "127.0.0.1", resolve));
    const redirect_uri = `http://127.0.0.1:${(callback.address() as AddressInfo).port}/callback`;
    const client = await api.newClient({ grantType: "authorization_code", isPublic, redirectUris: [redirect_uri] });
    const config = await openid.discovery(
      new URL(server.url),
      client.key,
      isPublic ? undefined : client.secret,
      isPublic ? openid.None() : undefined,
      { algorithm: "oauth2", execute: [openid.allowInsecureRequests] },
    );
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair("ES256"));
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const pkce = { code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" };
    const asked = { redirect_uri, scope: "open:read", state, ...pkce };
    const address = await openid.buildAuthorizationUrlWithPAR(config, asked, { DPoP });

    await page.goto(address.href);
    await page.getByLabel("Email").fill(MACHINE_OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill(MACHINE_OWNER.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    const allow = page.getByRole("button", { name: "Allow" });
    await expect(allow).toBeVisible();
    await page.waitForTimeout(600);
    await allow.click();
    await page.waitForURL(/\/callback\?/);
    const back = new URL(page.url());
    const checks = { pkceCodeVerifier: verifier, expectedState: state };

    // The push proved the key, so the code is for it alone; being refused does not spend it.
    const thief = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair("ES256"));
    for (const options of [{ DPoP: thief }, {}])
      await expect(openid.authorizationCodeGrant(config, back, checks, undefined, options)).rejects.toMatchObject({
        error: "invalid_grant",
      });
    const first = await openid.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
    const second = await openid.refreshTokenGrant(config, first.refresh_token ?? "", undefined, { DPoP });
    expect([first.token_type, second.token_type]).toEqual(["dpop", "dpop"]);

    const call = (by: openid.DPoPHandle) =>
      openid.fetchProtectedResource(config, second.access_token, me(), "GET", undefined, undefined, { DPoP: by });
    const answer = await call(DPoP);
    expect([answer.status, await answer.json()]).toMatchObject([200, { subject: { kind: "person" } }]);
    await expect(call(thief)).rejects.toMatchObject({ status: 401 });
    const stolen = await fetch(me(), { headers: { authorization: `Bearer ${second.access_token}` } });
    expect(stolen.status).toBe(401);
    callback.close();
  });
