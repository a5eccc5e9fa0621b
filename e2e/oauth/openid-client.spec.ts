import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import * as openid from "openid-client";
import { expect, test } from "../fixtures";
import {
  adminApi,
  freePort,
  freshDatabase,
  MACHINE_OWNER,
  machineSettings,
  type NewClient,
  type Server,
  startServer,
} from "../server";

let server: Server;
let api: ReturnType<typeof adminApi>;

test.beforeAll(async () => {
  const settings = { ...machineSettings(), ...(await freshDatabase()) };
  server = await startServer(settings, await freePort());
  api = adminApi(server, settings.POSTERN_BOOTSTRAP_TOKEN_FILE);
});
test.afterAll(() => server.stop());

/** The client's configuration as it finds it out by itself: issuer in, metadata document fetched. */
const discovered = (client: NewClient | string, authentication?: openid.ClientAuth): Promise<openid.Configuration> =>
  openid.discovery(
    new URL(server.url),
    typeof client === "string" ? client : client.key,
    typeof client === "string" ? undefined : client.secret,
    authentication,
    { algorithm: "oauth2", execute: [openid.allowInsecureRequests] },
  );

const me = (token: string) => fetch(`${server.url}/open/me`, { headers: { authorization: `Bearer ${token}` } });

/** The client's own callback page. */
async function callbackServer() {
  const listener = createServer((_, response) => response.setHeader("content-type", "text/html").end("<h1>Back</h1>"));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/callback`, close: () => listener.close() };
}

async function signInAndDecide(page: Page, address: URL, decision: "Allow" | "Deny"): Promise<URL> {
  await page.goto(address.href);
  await page.getByLabel("Email").fill(MACHINE_OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(MACHINE_OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  const button = page.getByRole("button", { name: decision });
  await expect(button).toBeVisible();
  await page.waitForTimeout(600);
  await button.click();
  await page.waitForURL(/\/callback\?/);
  return new URL(page.url());
}

for (const [name, authentication] of [
  ["client_secret_basic", openid.ClientSecretBasic()],
  ["client_secret_post", openid.ClientSecretPost()],
] as const)
  test(`openid-client does client credentials, introspection and revocation with ${name}`, async () => {
    const client = await api.newClient({ grantType: "client_credentials" });
    const config = await discovered(client, authentication);
    const { access_token: token, expires_in: lifetime, scope } = await openid.clientCredentialsGrant(config);
    expect([scope, lifetime]).toEqual(["open:read", 3600]);
    expect((await me(token)).status).toBe(200);
    expect(await openid.tokenIntrospection(config, token)).toMatchObject({ active: true, client_id: client.key });
    await openid.tokenRevocation(config, token);
    expect(await openid.tokenIntrospection(config, token)).toEqual({ active: false });
    expect((await me(token)).status).toBe(403);
  });

for (const { kind, isPublic = false, isPushed = false } of [
  { kind: "a confidential client" },
  { kind: "a public client", isPublic: true },
  { kind: "a client that must push its requests", isPushed: true },
])
  test(`openid-client does code with PKCE, refresh, introspection and revocation as ${kind}`, async ({ page }) => {
    const callback = await callbackServer();
    const client = await api.newClient({
      grantType: "authorization_code",
      isPublic,
      requiresPar: isPushed,
      redirectUris: [callback.url],
    });
    const config = isPublic ? await discovered(client.key, openid.None()) : await discovered(client);
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const build = isPushed ? openid.buildAuthorizationUrlWithPAR : openid.buildAuthorizationUrl;
    const address = await build(config, {
      redirect_uri: callback.url,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      scope: "open:read",
      state,
    });
    expect(address.searchParams.has("request_uri")).toBe(isPushed);
    const back = await signInAndDecide(page, address, "Allow");
    // Checks state and iss (RFC 9207) by itself.
    const first = await openid.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: verifier,
      expectedState: state,
    });
    expect(await (await me(first.access_token)).json()).toMatchObject({ subject: { kind: "person" } });
    const second = await openid.refreshTokenGrant(config, first.refresh_token ?? "");
    expect(second.refresh_token).not.toBe(first.refresh_token);
    if (!isPublic) expect(await openid.tokenIntrospection(config, second.access_token)).toMatchObject({ active: true });
    await openid.tokenRevocation(config, second.refresh_token ?? "");
    for (const token of [first.access_token, second.access_token]) expect((await me(token)).status).toBe(403);
    await expect(openid.refreshTokenGrant(config, second.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_grant",
    });
    callback.close();
  });

test("openid-client is told access_denied when the person says no", async ({ page }) => {
  const callback = await callbackServer();
  const config = await discovered(
    await api.newClient({ grantType: "authorization_code", redirectUris: [callback.url] }),
  );
  const state = openid.randomState();
  const verifier = openid.randomPKCECodeVerifier();
  const address = openid.buildAuthorizationUrl(config, {
    redirect_uri: callback.url,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
  });
  const back = await signInAndDecide(page, address, "Deny");
  await expect(
    openid.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: state }),
  ).rejects.toMatchObject({ error: "access_denied" });
  callback.close();
});
