import { expect, test } from "./fixtures";
import { authorizeAddress, callbackServer, typeCredentials } from "./people/steps";
import { adminApi, freePort, freshDatabase, MACHINE_OWNER, machineSettings, type Server, startServer } from "./server";

let server: Server;
let api: ReturnType<typeof adminApi>;
let callback: Awaited<ReturnType<typeof callbackServer>>;

test.beforeAll(async () => {
  const settings = { ...machineSettings(), ...(await freshDatabase()) };
  server = await startServer(settings, await freePort());
  api = adminApi(server, settings.POSTERN_BOOTSTRAP_TOKEN_FILE);
  callback = await callbackServer();
});
test.afterAll(async () => {
  callback.close();
  await server.stop();
});

test("signing in: a refusal keeps the address, and the right password leads on", async ({ page }) => {
  await page.goto(`${server.url}/sign-in?to=/account/security`);
  await typeCredentials(page, { ...MACHINE_OWNER, password: "another long password 9" });
  await expect(page.getByRole("main").getByRole("alert")).toContainText("do not match");
  await expect(page.getByLabel("Email")).toHaveValue(MACHINE_OWNER.email);
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByRole("heading", { level: 1, name: "Security" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

for (const decision of ["Allow", "Deny"] as const)
  test(`consent: ${decision} goes back to the application, and what was allowed can be taken back`, async ({
    page,
  }) => {
    const name = `Application to ${decision}`;
    const app = await api.newClient({ grantType: "authorization_code", redirectUris: [callback.url], name });
    await page.goto(authorizeAddress(server.url, app, callback.url));
    await typeCredentials(page, MACHINE_OWNER);
    await page.getByRole("button", { name: decision }).click();
    await expect(page.getByRole("heading", { name: "Back" })).toBeVisible();
    const { searchParams } = new URL(page.url());
    expect([...searchParams.keys()].sort()).toEqual(
      decision === "Allow" ? ["code", "iss", "state"] : ["error", "error_description", "error_uri", "iss", "state"],
    );
    await page.goto(`${server.url}/account/apps`);
    const card = page.getByRole("article", { name });
    if (decision === "Deny") return expect(card).toHaveCount(0);
    await card.getByRole("link", { name: "Remove access" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove access" }).click();
    await expect(page.getByRole("row").filter({ hasText: name })).toBeVisible();
    await expect(card).toHaveCount(0);
  });
