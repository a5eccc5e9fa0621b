import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as openid from "openid-client";
import { expect, test } from "../fixtures";
import { callbackServer, typeCredentials } from "../people/steps";
import {
  adminApi,
  E2E_BASE_PATH,
  freePort,
  freshDatabase,
  MACHINE_OWNER,
  machineSettings,
  type Server,
  startServer,
} from "../server";

/** Postern under a path of a host that it shares, behind a real nginx as docs/base-path.md has it. */

let server: Server;
let nginx: ChildProcess;
let issuer: string;
let api: ReturnType<typeof adminApi>;

async function startNginx(port: number, upstream: number): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "postern-nginx-"));
  chmodSync(dir, 0o755);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${dir}/${kind};`,
  );
  const pass = `proxy_pass http://127.0.0.1:${upstream}; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;`;
  writeFileSync(
    join(dir, "nginx.conf"),
    `daemon off; master_process off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log;
    events { worker_connections 128; }
    http { access_log off; ${temporary.join(" ")}
      server { listen 127.0.0.1:${port};
        location ${E2E_BASE_PATH} { ${pass} }
        location /.well-known/ { ${pass} }
        location / { return 404; } } }`,
  );
  nginx = spawn(process.env.NGINX_PATH ?? "/usr/sbin/nginx", ["-p", dir, "-c", join(dir, "nginx.conf")], {
    stdio: "ignore",
  });
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}/`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(404);
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const [port, upstream] = [await freePort(), await freePort()];
  issuer = `http://127.0.0.1:${port}${E2E_BASE_PATH}`;
  const settings = { ...machineSettings(), ...(await freshDatabase()), POSTERN_URL: issuer, TRUSTED_PROXIES: "1" };
  server = await startServer(settings, upstream);
  await startNginx(port, upstream);
  api = adminApi({ url: issuer }, settings.POSTERN_BOOTSTRAP_TOKEN_FILE);
});
test.afterAll(async () => {
  nginx?.kill("SIGTERM");
  await server?.stop();
});

test("every document is where its specification puts it, and names one issuer (#280, #279)", async () => {
  const { origin } = new URL(issuer);
  const places = [
    `${origin}/.well-known/oauth-authorization-server${E2E_BASE_PATH}`,
    `${issuer}/.well-known/oauth-authorization-server`,
  ];
  const documents = await Promise.all(places.map(async (place) => (await fetch(place)).text()));
  expect(new Set(documents).size).toBe(1);
  const { issuer: named, ...rest } = JSON.parse(documents[0] ?? "") as Record<string, unknown>;
  expect(named).toBe(issuer);
  const endpoints = Object.entries(rest).filter(([name]) => /_(endpoint|uri)$/.test(name));
  expect(endpoints.filter(([, url]) => !String(url).startsWith(`${issuer}/oauth/`))).toEqual([]);
  expect((await fetch(`${origin}/.well-known/oauth-authorization-server`)).status).toBe(404);
  const { headers } = await fetch(`${issuer}/open/me`);
  const [, pointer = ""] = /resource_metadata="([^"]+)"/.exec(headers.get("www-authenticate") ?? "") ?? [];
  expect(pointer).toBe(`${origin}/.well-known/oauth-protected-resource${E2E_BASE_PATH}/open`);
  expect(await (await fetch(pointer)).json()).toMatchObject({
    resource: `${issuer}/open`,
    authorization_servers: [issuer],
  });
});

test("a client that only knows the issuer signs a person in, and the console works", async ({ page }) => {
  const callback = await callbackServer();
  const client = await api.newClient({ grantType: "authorization_code", redirectUris: [callback.url] });
  const options: openid.DiscoveryRequestOptions = { algorithm: "oauth2", execute: [openid.allowInsecureRequests] };
  const config = await openid.discovery(new URL(issuer), client.key, client.secret, undefined, options);
  const verifier = openid.randomPKCECodeVerifier();
  const address = openid.buildAuthorizationUrl(config, {
    redirect_uri: callback.url,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    scope: "open:read",
  });
  await page.goto(address.href);
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByRole("button", { name: "Allow" })).toBeVisible();
  await page.waitForTimeout(600);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.waitForURL(/\/callback\?/);
  const tokens = await openid.authorizationCodeGrant(config, new URL(page.url()), { pkceCodeVerifier: verifier });
  const authorization = `Bearer ${tokens.access_token}`;
  expect((await fetch(`${issuer}/open/me`, { headers: { authorization } })).status).toBe(200);

  await page.goto(issuer);
  const links = page.getByRole("navigation").getByRole("link");
  await expect(links.first()).toBeVisible();
  for (const href of new Set(await links.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href)))) {
    const answer = await page.goto(href);
    expect([href.startsWith(issuer), answer?.status(), href]).toEqual([true, 200, href]);
    expect(answer?.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  }
  await page.goto(`${issuer}/connections/oauth-users/new`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.context().clearCookies();
  await page.goto(`${issuer}/connections/tokens`);
  await expect(page).toHaveURL(`${issuer}/sign-in?${new URLSearchParams({ to: "/connections/tokens" })}`);
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page).toHaveURL(`${issuer}/connections/tokens`);
  callback.close();
});
