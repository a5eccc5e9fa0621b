import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";
import { COMPANY, expect, ownerTest as test } from "../fixtures";

const LIST = "/connections/tokens";
const named = (what: string): string => `${what} ${randomUUID().slice(0, 8)}`;

const nameField = (page: Page) => page.getByLabel("Name", { exact: true });
const send = (page: Page) => page.getByRole("button", { name: "Generate token" }).click();
const lastDay = (page: Page) => page.getByLabel("Last day", { exact: true });
const secretField = (page: Page) => page.getByLabel("Access token", { exact: true });

/** Sends the form as it stands and takes the token that is shown. */
async function generated(page: Page): Promise<string> {
  await send(page);
  await expect(page.getByRole("heading", { name: "The token has been generated" })).toBeVisible();
  return secretField(page).inputValue();
}

const me = (request: APIRequestContext, token: string) =>
  request.get("/open/me", { headers: { authorization: `Bearer ${token}` } });

/** Runs the shown command beside a file with the shown line, as a reader would. */
function asShown(command: string, settings: string): string {
  const dir = mkdtempSync(join(tmpdir(), "postern-sample-"));
  try {
    writeFileSync(join(dir, ".env"), `${settings}\n`, { mode: 0o600 });
    return execFileSync("bash", ["-euc", command], { cwd: dir, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

test("a token generated with one typed field works at once, and is refused right after it was revoked", async ({
  page,
  request,
  accessible,
}) => {
  const name = named("Warehouse");
  await page.goto(LIST);
  await page.getByRole("link", { name: "Generate token" }).click();
  await nameField(page).fill(name);
  const token = await generated(page);
  expect((await me(request, token)).status()).toBe(200);
  await accessible();
  const [settings, command] = await page.getByRole("figure").locator("pre").allTextContents();
  const answer = JSON.parse(asShown(command ?? "", settings ?? ""));
  expect(answer.company.name).toBe(COMPANY);

  await page.getByRole("link", { name: "Open the token" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);
  await page.getByRole("link", { name: "Revoke token" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke this access token?" });
  await expect(dialog.getByRole("link", { name: "Cancel" })).toBeFocused();
  await expect(dialog).toContainText("2 times in all");
  await accessible();
  await dialog.getByLabel("Reason").fill("the terminals were replaced");
  await dialog.getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByRole("status").filter({ hasText: "has been revoked" })).toBeVisible();
  expect((await me(request, token)).ok()).toBe(false);

  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Revoke token" })).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ hasText: "Revoked by" })).toContainText(
    "the terminals were replaced",
  );
});

test("says at each field what is wrong, keeps what was chosen, and names the risk with each choice", async ({
  page,
  request,
  accessible,
}) => {
  const name = named("Reports");
  await page.goto(`${LIST}/new`);
  const summary = page.getByRole("status").filter({ hasText: "What this token can do" });
  await expect(summary).toContainText("Medium risk");
  await page.getByLabel("Description").fill("On the report server");
  await page.getByRole("radio", { name: "On a date" }).check();
  await page.getByRole("radio", { name: "Custom" }).check();
  await send(page);

  // Next keeps an alert of its own, which reads titles out.
  const alert = page.getByRole("alert").filter({ hasText: "need your attention" });
  await expect(alert).toBeFocused();
  await expect(alert.getByRole("link")).toHaveCount(3);
  await expect(page).toHaveTitle(/^Error:/);
  await expect(lastDay(page)).toHaveAccessibleDescription(/Fill in this field/);
  await expect(page.getByRole("radio", { name: "Custom" })).toBeChecked();
  await expect(page.getByLabel("Description")).toHaveValue("On the report server");
  await accessible();

  await nameField(page).fill(name);
  await lastDay(page).fill("2020-01-31");
  await page.getByRole("button", { name: "Read-only" }).click();
  await expect(summary).toContainText("Low risk");
  await send(page);
  await expect(lastDay(page)).toHaveAccessibleDescription(/This day is over/);
  await expect(page.getByRole("checkbox", { name: /open:read/ })).toBeChecked();

  await page.getByRole("radio", { name: "Never" }).check();
  await expect(summary).toContainText("It works until it is revoked.");
  await page.getByRole("checkbox", { name: /postern:clients:write/ }).check();
  await expect(summary).toContainText("High risk");
  await page.getByRole("checkbox", { name: /postern:clients:write/ }).uncheck();
  const token = await generated(page);
  expect((await (await me(request, token)).json()).contexts).toEqual(["open:read", "api:read"]);
});

test("the settings of a token fill in a new form, which is not sent by itself", async ({ page }) => {
  const name = named("Nightly export");
  const query = new URLSearchParams({ name, expires: "7", access: "custom", scopes: "open:read" });
  query.append("scopes", "telegram");
  await page.goto(`${LIST}/new?${query}`);
  await expect(page.getByText("A link has filled in this form")).toBeVisible();
  await expect(page.getByText("left out: telegram")).toBeVisible();
  await generated(page);
  await page.getByRole("link", { name: "Open the token" }).click();
  await page.getByRole("link", { name: "Create again with the same settings" }).click();
  await expect(page.getByText("Nothing has been generated yet.")).toBeVisible();
  await expect(nameField(page)).toHaveValue(name);
  await expect(page.getByRole("radio", { name: "7 days" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /open:read/ })).toBeChecked();
});

test("ended tokens stay in the list, which counts and finds them", async ({ page, accessible }) => {
  const name = named("Former supplier");
  await page.goto(`${LIST}/new`);
  await nameField(page).fill(name);
  await generated(page);
  await page.goto(`${LIST}?search=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name: `Revoke ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("Revoked");
  await expect(row.getByRole("link", { name: /^Revoke/ })).toHaveCount(0);
  await accessible();
  await page.getByRole("navigation", { name: "Access tokens by state" }).getByRole("link", { name: "Revoked" }).click();
  await expect(page).toHaveURL(/state=revoked/);
  await page.getByLabel("Name or description").fill(name);
  await page.getByRole("button", { name: "Apply" }).last().click();
  await expect(page).toHaveURL(/state=revoked/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.goto(`${LIST}?search=${randomUUID()}`);
  await expect(page.getByText("No access token matches")).toBeVisible();
});

test("there is nothing under the address of another company's token, or of no token", async ({ page }) => {
  for (const id of [randomUUID(), "1"]) {
    await page.goto(`${LIST}/${id}`);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a token is generated once, however often its form is sent, and revoked", async ({ page, request }) => {
    const name = named("Label printer");
    await page.goto(`${LIST}/new`);
    await expect(page.getByRole("button", { name: "Read-only" })).toHaveCount(0);
    await expect(page.getByText("What this token can do")).toBeHidden();
    await expect(page.getByRole("checkbox", { name: /open:read/ })).toBeHidden();
    await page.getByRole("radio", { name: "Custom" }).check();
    await nameField(page).fill(name);
    await send(page);
    await expect(page.getByRole("alert")).toContainText("Choose at least one context");
    await expect(nameField(page)).toHaveValue(name);
    await page.getByRole("checkbox", { name: /open:read/ }).check();
    const token = await generated(page);
    expect((await me(request, token)).status()).toBe(200);

    await page.reload();
    await expect(page.getByText("This form was sent already")).toBeVisible();
    await expect(secretField(page)).toHaveCount(0);
    await page.getByRole("link", { name: "Open the token" }).click();
    await page.getByRole("link", { name: "Revoke token" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Revoked by" })).toBeVisible();
    expect((await me(request, token)).ok()).toBe(false);
  });
});
