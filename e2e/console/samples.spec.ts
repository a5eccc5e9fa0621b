import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { freePort, freshDatabase, MACHINE_OWNER, machineSettings, type Server, startServer } from "../server";

/** Where the README's pictures go: into the documents when `npm run screenshots` asks for new ones. */
const PICTURES = process.env.POSTERN_SCREENSHOTS ?? "test-results/screens";

let server: Server;

test.beforeAll(async () => {
  const settings = { ...machineSettings(), ...(await freshDatabase()), POSTERN_DEMO: "on" };
  server = await startServer(settings, await freePort());
});
test.afterAll(() => server.stop());
test.use({ viewport: { width: 1280, height: 800 } });

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("Email").fill(MACHINE_OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(MACHINE_OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

async function lookAt(page: Page, company: string): Promise<void> {
  const choice = page.getByRole("combobox", { name: "Company" });
  await choice.selectOption(company);
  await page.getByRole("button", { name: "Switch" }).click();
  await expect(choice.locator("option:checked")).toHaveText(company);
  await expect(page).toHaveTitle(new RegExp(company));
}

test("the owner looks after the sample companies, whose tokens are in every state", async ({ page }) => {
  await signIn(page);
  await lookAt(page, "Sample ERP");
  await page.goto(`${server.url}/connections/tokens`);
  const table = page.getByRole("table");
  for (const status of ["Active", "Expiring", "Expired", "Revoked"])
    await expect(table.getByText(status, { exact: true }).first()).toBeVisible();
  await page.screenshot({ path: join(PICTURES, "tokens-light.png") });
});

test("an application of a sample company asks for consent in sentences", async ({ page }) => {
  await signIn(page);
  await lookAt(page, "Sample Maintenance");
  await page.goto(`${server.url}/connections/oauth-users`);
  await expect(page.getByRole("row")).toHaveCount(5);
  const row = page.getByRole("row", { name: /Field service app/ });
  const key = (await row.getByRole("code").first().textContent()) ?? "";
  const query = new URLSearchParams({
    client_id: key,
    response_type: "code",
    redirect_uri: "https://field.example.com/callback",
    scope: "assets:read work_orders:write",
    state: "sample",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`${server.url}/oauth/authorize?${query}`);
  await expect(page.getByRole("button", { name: "Allow" })).toBeVisible();
  await expect(page.getByText("Create and close work orders")).toBeVisible();
  await page.screenshot({ path: join(PICTURES, "consent-dark.png"), fullPage: true });
});
