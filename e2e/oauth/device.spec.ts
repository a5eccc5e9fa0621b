import type { Page } from "@playwright/test";
import * as openid from "openid-client";
import { expect, test } from "../fixtures";
import { typeCredentials } from "../people/steps";
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

const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

let server: Server;
let api: ReturnType<typeof adminApi>;

test.beforeAll(async () => {
  const settings = { ...machineSettings(), ...(await freshDatabase()) };
  server = await startServer(settings, await freePort());
  api = adminApi(server, settings.POSTERN_BOOTSTRAP_TOKEN_FILE);
});
test.afterAll(() => server.stop());

const discovered = ({ key, secret }: NewClient): Promise<openid.Configuration> =>
  openid.discovery(new URL(server.url), key, secret, openid.ClientSecretPost(), {
    algorithm: "oauth2",
    execute: [openid.allowInsecureRequests],
  });

const me = (token: string) => fetch(`${server.url}/open/me`, { headers: { authorization: `Bearer ${token}` } });

/** A device that begins, and goes on asking while the test acts for its person. */
async function waitingDevice(given: Record<string, unknown> = {}) {
  const config = await discovered(
    await api.newClient({ grantType: "authorization_code", additionalGrantTypes: [DEVICE], ...given }),
  );
  const begun = await openid.initiateDeviceAuthorization(config, { scope: "open:read" });
  const tokens = openid.pollDeviceAuthorizationGrant(config, begun);
  tokens.catch(() => {});
  return { begun, tokens };
}

async function decide(page: Page, decision: "Allow" | "Deny"): Promise<void> {
  await expect(page.getByRole("button", { name: decision })).toBeVisible();
  await page.waitForTimeout(700);
  await page.getByRole("button", { name: decision }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Go back to your device" })).toBeVisible();
}

test("a link fills in the code and decides nothing; whoever compares it can allow the device", async ({
  page,
  accessible,
}) => {
  const name = `Warehouse screen ${Date.now()}`;
  const { begun, tokens } = await waitingDevice({ name, siteUrl: "https://screens.example.com" });
  await page.goto(begun.verification_uri_complete ?? "");
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByRole("heading", { level: 1, name: "Connect a device" })).toBeVisible();
  await expect(page.getByLabel("Code")).toHaveValue(begun.user_code);
  await expect(page.getByText("A link has filled in this code")).toBeVisible();
  await accessible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `${name}, on a device, asks for access to your data at Sample Company`,
  );
  await expect(page.getByText(begun.user_code, { exact: true })).toBeVisible();
  await expect(page.getByText("Does your device show this code?")).toBeVisible();
  await expect(page.getByText("See for whom and for which company it acts")).toBeVisible();
  await expect(page.getByText(MACHINE_OWNER.email)).toBeVisible();
  await accessible();
  await page.screenshot({ path: "test-results/screens/device-request.png", fullPage: true });
  await decide(page, "Allow");
  await accessible();
  const { access_token: token, refresh_token: refresh } = await tokens;
  expect(refresh).toMatch(/^pst_rt_/);
  expect(await (await me(token)).json()).toMatchObject({ subject: { kind: "person" } });
  await page.goto(`${server.url}/account/apps`);
  await expect(page.getByRole("article", { name })).toBeVisible();
});

test("what a link puts in the field is text and no more (#192)", async ({ page }) => {
  const markup = '"><img src=x onerror=alert(1)>';
  await page.goto(`${server.url}/device?${new URLSearchParams({ user_code: markup })}`);
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByLabel("Code")).toHaveValue(markup);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("No device waits with this code");
  await expect(page.locator("img")).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a person types the code, first wrong and then in small letters, and denies", async ({ page }) => {
    const { begun, tokens } = await waitingDevice();
    await page.goto(begun.verification_uri);
    await typeCredentials(page, MACHINE_OWNER);
    await page.getByLabel("Code").fill("BBBB-BBBB");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("No device waits with this code");
    await expect(page.getByLabel("Code")).toHaveValue("BBBB-BBBB");
    await page.getByLabel("Code").fill(begun.user_code.toLowerCase().replace("-", " "));
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText(begun.user_code, { exact: true })).toBeVisible();
    await decide(page, "Deny");
    await expect(tokens).rejects.toMatchObject({ error: "access_denied" });
  });
});

test("openid-client exchanges a token for a short one, which ends with it", async () => {
  const config = await discovered(
    await api.newClient({ grantType: "client_credentials", additionalGrantTypes: [EXCHANGE] }),
  );
  const { access_token: subject } = await openid.clientCredentialsGrant(config);
  const answer = await openid.genericGrantRequest(config, EXCHANGE, {
    subject_token: subject,
    subject_token_type: ACCESS_TOKEN,
    scope: "open:read",
  });
  expect(answer).toMatchObject({ expires_in: 300, scope: "open:read", issued_token_type: ACCESS_TOKEN });
  const { access_token: token } = answer;
  expect(await (await me(token)).json()).toMatchObject({ credential: { kind: "exchanged" } });
  expect(await openid.tokenIntrospection(config, token)).toMatchObject({ active: true });
  const again = { subject_token: token, subject_token_type: ACCESS_TOKEN };
  await expect(openid.genericGrantRequest(config, EXCHANGE, again)).rejects.toMatchObject({ error: "invalid_request" });
  await openid.tokenRevocation(config, subject);
  expect((await me(token)).status).toBe(403);
});
