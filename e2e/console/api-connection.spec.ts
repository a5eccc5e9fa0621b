import type { APIRequestContext, Page } from "@playwright/test";
import { expect, OWNER, test } from "../fixtures";
import { signIn } from "../people/steps";

const PATH = "/connections/api";

test.describe.configure({ mode: "serial" });
// A session of its own: its password was typed just now, which every one of these acts asks for.
test.beforeEach(({ page }) => signIn(page));

const dialog = (page: Page) => page.getByRole("dialog");
const secretField = (page: Page) => dialog(page).getByRole("textbox", { name: "API secret" });
const shownSecret = (page: Page): Promise<string> => secretField(page).inputValue();
const shownKey = (page: Page) => page.getByRole("definition").filter({ hasText: /^[A-Za-z0-9]{16,}Copy/ });

async function accept(page: Page): Promise<void> {
  await dialog(page).getByRole("checkbox", { name: "I have read these terms and accept them" }).check();
  await dialog(page).getByRole("button", { name: "Show the secret" }).click();
}

async function statusOf(request: APIRequestContext, { key, secret }: { key: string; secret: string }): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
  return (await request.get("/open/me", { headers: { authorization } })).status();
}

let key = "";
let secret = "";

test("says what to use instead where there is none, and makes one that works at once", async ({
  page,
  request,
  accessible,
}) => {
  await page.goto(PATH);
  await expect(page.getByText("This company has no API connection")).toBeVisible();
  await expect(page.getByRole("link", { name: "Create an OAuth user" })).toBeVisible();
  await page.getByRole("link", { name: "Create an API connection" }).click();
  await expect(dialog(page)).toContainText("This method is obsolete");
  await expect(dialog(page).getByRole("link", { name: "Cancel" })).toBeFocused();
  await accessible();
  await dialog(page).getByRole("button", { name: "Create the connection" }).click();
  secret = await shownSecret(page);
  expect(secret).toMatch(/^pst_ls_/);
  key =
    (await dialog(page)
      .getByText(/^[A-Za-z0-9]{16,}$/)
      .textContent()) ?? "";
  await accessible();
  expect(await statusOf(request, { key, secret })).toBe(200);
  await dialog(page).getByRole("link", { name: "Hide and close" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The secret is hidden again" })).toBeVisible();
  await expect(shownKey(page)).toContainText(key);
  await accessible();
});

test("sends the secret only after its terms were accepted, and hides it when nobody looks", async ({ page }) => {
  await page.goto(PATH);
  expect(await page.content()).not.toContain(secret);
  await page.getByRole("link", { name: "View API secret" }).click();
  const box = dialog(page).getByRole("checkbox");
  await expect(box).not.toBeChecked();
  expect(await page.content()).not.toContain(secret);
  await dialog(page).getByRole("button", { name: "Show the secret" }).click();
  await expect(dialog(page).getByRole("alert")).toBeVisible();
  await accept(page);
  expect(await shownSecret(page)).toBe(secret);
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "The secret is hidden again" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
});

test("hides the secret after a minute, which can be prolonged", async ({ page }) => {
  await page.clock.install();
  await page.goto(`${PATH}?confirm=reveal`);
  await accept(page);
  await expect(secretField(page)).toHaveValue(secret);
  await page.clock.runFor(50_000);
  await dialog(page).getByRole("button", { name: "Keep it shown" }).click();
  await page.clock.runFor(50_000);
  await expect(secretField(page)).toHaveValue(secret);
  await page.clock.runFor(20_000);
  await expect(dialog(page)).toHaveCount(0);
});

test("refuses the old secret at once after a rotation, and everything while it is disabled", async ({
  page,
  request,
}) => {
  await page.goto(PATH);
  await page.getByRole("link", { name: "Rotate the secret" }).click();
  await expect(dialog(page)).toContainText("stops until it has the new one");
  await dialog(page).getByRole("button", { name: "Rotate the secret" }).click();
  const old = secret;
  secret = await shownSecret(page);
  expect(secret).not.toBe(old);
  expect(await statusOf(request, { key, secret: old })).toBeGreaterThanOrEqual(401);
  expect(await statusOf(request, { key, secret })).toBe(200);
  await dialog(page).getByRole("link", { name: "Hide and close" }).click();

  await page.getByRole("link", { name: "Disable", exact: true }).click();
  await dialog(page).getByRole("button", { name: "Disable", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "was disabled" })).toBeVisible();
  expect(await statusOf(request, { key, secret })).toBeGreaterThanOrEqual(401);
  await page.getByRole("button", { name: "Enable", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "works again" })).toBeVisible();
  expect(await statusOf(request, { key, secret })).toBe(200);
});

test("comes back to the terms from confirming the password", async ({ page }) => {
  await page.goto(`/sign-in?fresh=1&to=${encodeURIComponent(`${PATH}?confirm=reveal`)}`);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog(page).getByRole("heading", { name: "Terms for showing the secret" })).toBeVisible();
});

test("leaves a line in the log for each step, and the secret in none of them", async ({ page }) => {
  await page.goto(`/log?search=${key}`);
  const log = page.getByRole("table", { name: "Transaction log" });
  for (const line of ["created", "Terms of version", "shown", "rotated", "disabled", "enabled again"])
    await expect(log.getByRole("row").filter({ hasText: line }).first()).toBeVisible();
  expect(await page.content()).not.toContain("pst_ls_");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("shows the secret after the terms, in the place where they stood", async ({ page }) => {
    await page.goto(PATH);
    await page.getByRole("link", { name: "View API secret" }).click();
    await accept(page);
    expect(await shownSecret(page)).toBe(secret);
    await expect(page.getByText("hidden after 60 seconds")).toHaveCount(0);
    await dialog(page).getByRole("link", { name: "Hide and close" }).click();
    await expect(page.getByRole("link", { name: "View API secret" })).toBeVisible();
  });
});
