import { randomUUID } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import { expect, ownerTest as test } from "../fixtures";

const LIST = "/connections/authorizations";
const named = (what: string): string => `${what} ${randomUUID().slice(0, 8)}`;

type Credentials = { key: string; secret: string };

/** An OAuth user that acts as itself: its authorization is made with it. */
async function newApplication(page: Page, name: string): Promise<Credentials> {
  await page.goto("/connections/oauth-users/new");
  await page.getByRole("radio", { name: "Client credentials" }).check();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("radio", { name: "Read only" }).check();
  await page.getByRole("button", { name: "Create OAuth user" }).click();
  const secret = await page.getByLabel("Secret (client secret)").inputValue();
  const settings = await page.getByText("OAUTH_CLIENT_ID=").textContent();
  return { key: /OAUTH_CLIENT_ID=(\w+)/.exec(settings ?? "")?.[1] ?? "", secret };
}

const requestToken = (request: APIRequestContext, { key, secret }: Credentials) =>
  request.post("/oauth/token", {
    form: { grant_type: "client_credentials" },
    headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` },
  });

const isAccepted = async (request: APIRequestContext, token: string) =>
  (await request.get("/open/me", { headers: { authorization: `Bearer ${token}` } })).ok();

test("many are revoked at once: their tokens die, no new ones come, and one is given back", async ({
  page,
  request,
  accessible,
}) => {
  const family = named("Export");
  const apps = [await newApplication(page, `${family} one`), await newApplication(page, `${family} two`)];
  const tokens: string[] = [];
  for (const app of apps) tokens.push((await (await requestToken(request, app)).json()).access_token);
  for (const token of tokens) expect(await isAccepted(request, token)).toBe(true);

  await page.goto(LIST);
  await page.getByLabel("Application or person").fill(family);
  await page.getByRole("button", { name: "Apply" }).last().click();
  await expect(page.getByText("Showing 2 of 2")).toBeVisible();
  await page.getByRole("button", { name: "Revoke the chosen ones" }).click();
  await expect(page.getByText("Choose at least one authorization")).toBeVisible();
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await accessible();
  await page.getByRole("button", { name: "Revoke the chosen ones" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke these 2 authorizations?" });
  await expect(dialog.getByRole("link", { name: "Cancel" })).toBeFocused();
  await expect(dialog).toContainText(`${family} one`);
  await expect(dialog).toContainText("until its access is restored here");
  await accessible();
  await dialog.getByLabel("Reason").fill("the exports moved");
  await dialog.getByRole("button", { name: "Revoke 2 authorizations" }).click();
  await expect(page.getByRole("status").filter({ hasText: "have been revoked" })).toBeVisible();
  for (const token of tokens) expect(await isAccepted(request, token)).toBe(false);
  for (const app of apps) expect((await requestToken(request, app)).ok()).toBe(false);

  await expect(page.getByRole("row").filter({ hasText: "Revoked" })).toHaveCount(2);
  await page.getByRole("link", { name: `${family} one` }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Revoked by" })).toContainText("the exports moved");
  await accessible();
  await page.getByRole("button", { name: "Restore access" }).click();
  await expect(page.getByRole("status").filter({ hasText: "has been restored" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Revoke authorization" })).toBeVisible();
  const [first, second] = apps;
  expect(first && (await requestToken(request, first)).ok()).toBe(true);
  expect(second && (await requestToken(request, second)).ok()).toBe(false);
  expect(await isAccepted(request, tokens[0] ?? "")).toBe(false);
});

test("the list narrows by state and by application, which a link can name too", async ({ page }) => {
  const name = named("Dashboard");
  await newApplication(page, name);
  await page.goto(`${LIST}?search=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const application = await page.getByRole("link", { name }).getAttribute("href");
  const clientId = application?.split("/").at(-1) ?? "";
  await page.goto(LIST);
  await page.getByRole("combobox", { name: "OAuth user" }).selectOption({ label: name });
  await page.getByRole("button", { name: "Apply" }).last().click();
  await expect(page).toHaveURL(new RegExp(`clientId=${clientId}`));
  await expect(page.getByText("Showing 1 of 1")).toBeVisible();
  await page.getByRole("combobox", { name: "Status" }).selectOption({ label: "Revoked" });
  await page.getByRole("button", { name: "Apply" }).last().click();
  await expect(page.getByText("No authorization matches")).toBeVisible();
  await page.goto(`${LIST}?clientId=${randomUUID()}`);
  await page.getByRole("link", { name: "Show the authorizations of every OAuth user" }).click();
  await expect(page.getByText("No authorization matches")).toBeHidden();
});

test("there is nothing under the address of another company's authorization, or of none", async ({ page }) => {
  for (const id of [randomUUID(), "1"]) {
    await page.goto(`${LIST}/${id}`);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("one is chosen in the list and revoked", async ({ page, request }) => {
    const name = named("Scanner");
    const app = await newApplication(page, name);
    await page.goto(`${LIST}?search=${encodeURIComponent(name)}`);
    await page.getByRole("checkbox", { name: `Choose ${name}` }).check();
    await page.getByRole("button", { name: "Revoke the chosen ones" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke authorization" }).click();
    await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Revoked");
    expect((await requestToken(request, app)).ok()).toBe(false);
  });
});
