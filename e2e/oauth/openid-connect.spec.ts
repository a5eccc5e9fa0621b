import * as openid from "openid-client";
import { expect, test } from "../fixtures";
import { callbackServer, typeCredentials } from "../people/steps";
import { adminApi, freePort, freshDatabase, MACHINE_OWNER, machineSettings, type Server, startServer } from "../server";
import { nextAuthApp } from "./next-auth-app";

let server: Server;
let api: ReturnType<typeof adminApi>;

test.beforeAll(async () => {
  const settings = { ...machineSettings(), ...(await freshDatabase()) };
  server = await startServer(settings, await freePort());
  api = adminApi(server, settings.POSTERN_BOOTSTRAP_TOKEN_FILE);
});
test.afterAll(() => server.stop());

test("openid-client signs somebody in, in their language, again in silence, and out", async ({ page, accessible }) => {
  const callback = await callbackServer();
  const client = await api.newClient({
    grantType: "authorization_code",
    redirectUris: [callback.url],
    postLogoutRedirectUris: [callback.url],
  });
  // By OpenID Connect Discovery, which is what it does unless told otherwise.
  const config = await openid.discovery(new URL(server.url), client.key, client.secret, undefined, {
    execute: [openid.allowInsecureRequests],
  });
  const verifier = openid.randomPKCECodeVerifier();
  const [state, nonce] = [openid.randomState(), openid.randomNonce()];
  const request = {
    redirect_uri: callback.url,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    scope: "openid profile email offline_access",
    state,
    nonce,
  };
  const wishes = { max_age: "600", login_hint: MACHINE_OWNER.email, ui_locales: "fr-CA en" };
  await page.goto(openid.buildAuthorizationUrl(config, { ...request, ...wishes }).href);
  await expect(page.getByRole("heading", { level: 1, name: "Se connecter" })).toBeVisible();
  await expect(page.getByLabel("Adresse e-mail")).toHaveValue(MACHINE_OWNER.email);
  await page.getByLabel("Mot de passe", { exact: true }).fill(MACHINE_OWNER.password);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByText("Voir votre adresse e-mail")).toBeVisible();
  await page.waitForTimeout(600);
  await page.getByRole("button", { name: "Autoriser" }).click();
  await page.waitForURL(/\/callback\?/);

  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, maxAge: 600 };
  const tokens = await openid.authorizationCodeGrant(config, new URL(page.url()), checks);
  const claims = tokens.claims();
  expect(claims).toMatchObject({ aud: client.key, nonce, amr: ["pwd"] });
  const sub = claims?.sub ?? "";
  expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toEqual({
    sub,
    name: expect.any(String),
    email: MACHINE_OWNER.email,
    email_verified: false,
  });
  const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? "");
  expect((await openid.fetchUserInfo(config, refreshed.access_token, sub)).email).toBe(MACHINE_OWNER.email);

  const hint = { id_token_hint: tokens.id_token ?? "" };
  await page.goto(openid.buildAuthorizationUrl(config, { ...request, ...hint, prompt: "none" }).href);
  await page.waitForURL(/\/callback\?.*code=/);
  const again = await openid.authorizationCodeGrant(config, new URL(page.url()), { ...checks, maxAge: 600 });
  expect([again.claims()?.sub, again.claims()?.auth_time]).toEqual([sub, claims?.auth_time]);

  const signOut = openid.buildEndSessionUrl(config, { ...hint, post_logout_redirect_uri: callback.url, state: "bye" });
  await page.goto(signOut.href);
  await expect(page.getByRole("heading", { level: 1, name: "Do you want to sign out?" })).toBeVisible();
  await accessible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(`${callback.url}?state=bye`);
  await page.goto(`${server.url}/account`);
  await expect(page).toHaveURL(/\/sign-in\?/);
  // Signed out already: nobody is left to ask.
  await page.goto(signOut.href);
  await expect(page).toHaveURL(`${callback.url}?state=bye`);
  callback.close();
});

test("next-auth signs somebody in with its plain provider configuration", async ({ page }) => {
  const app = await nextAuthApp();
  const client = await api.newClient({ grantType: "authorization_code", redirectUris: [app.callback] });
  app.start(server.url, client);
  await page.goto(app.signIn);
  await page.getByRole("button", { name: "Sign in with Postern" }).click();
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByText("See your email address")).toBeVisible();
  await page.waitForTimeout(600);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.waitForURL(`${app.url}/`);
  const session = await page.request.get(app.session);
  expect(await session.json()).toMatchObject({ user: { email: MACHINE_OWNER.email } });
  app.close();
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a person signs out for an application, and is led back to it", async ({ page }) => {
    const callback = await callbackServer();
    const client = await api.newClient({
      grantType: "authorization_code",
      redirectUris: [callback.url],
      postLogoutRedirectUris: [callback.url],
    });
    await page.goto(`${server.url}/sign-in?to=/account`);
    await typeCredentials(page, MACHINE_OWNER);
    await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
    const query = new URLSearchParams({ client_id: client.key, post_logout_redirect_uri: callback.url });
    await page.goto(`${server.url}/oauth/logout?${query}`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(callback.url);
    await page.goto(`${server.url}/sign-out`);
    await expect(page.getByRole("heading", { level: 1, name: "You are signed out" })).toBeVisible();
    callback.close();
  });
});
