import type { Page } from "@playwright/test";
import { expect, OWNER, ownerTest as test } from "../fixtures";
import { typeCredentials } from "../people/steps";

const log = "/log";
const bar = (page: Page) => page.getByRole("search");

test("finds by action, outcome and name, all of it in the address", async ({ page, browser, accessible }) => {
  const stranger = await browser.newPage({ storageState: { cookies: [], origins: [] } });
  await stranger.goto("/sign-in");
  await typeCredentials(stranger, { email: OWNER.email, password: "another long password 9" });
  await expect(stranger.getByRole("main").getByRole("alert")).toBeVisible();
  await stranger.close();

  await page.goto(log);
  const table = page.getByRole("table", { name: "Transaction log" });
  await bar(page).getByRole("combobox", { name: "Outcome" }).selectOption({ label: "Refused" });
  await bar(page).getByRole("combobox", { name: "What" }).selectOption({ label: "All about people and sessions" });
  await bar(page).getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/outcome=refused/);
  const line = table
    .getByRole("row")
    .filter({ hasText: `Sign-in of ${OWNER.name} refused: wrong password` })
    .first();
  await expect(line).toContainText("Not signed in");
  await expect(table.getByText("Done")).toHaveCount(0);
  await accessible();

  await page.getByLabel("Who or what, by name").fill("nobody of this name");
  await bar(page).getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("No line matches")).toBeVisible();
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(page).toHaveURL(log);
  await expect(table.getByText("Signed in").first()).toBeVisible();
});

test("takes whole days of the reader", async ({ page }) => {
  await page.goto(log);
  await bar(page).getByRole("textbox", { name: "To" }).fill("2020-01-01");
  await bar(page).getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("No line matches")).toBeVisible();
  await bar(page).getByRole("textbox", { name: "To" }).fill("");
  await bar(page)
    .getByRole("textbox", { name: "From" })
    .fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await bar(page).getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("row").nth(1)).toBeVisible();
});

test("leads from a line to all that is known of it, and from there to its like", async ({ page, accessible }) => {
  await page.goto(`${log}?action=company.set_up`);
  await page.getByRole("rowheader").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Company set up" })).toBeVisible();
  await expect(page.getByText("Request ID")).toBeVisible();
  await expect(page.getByText("company.set_up")).toBeVisible();
  await accessible();
  await page.getByRole("link", { name: "More of this request" }).click();
  const chip = page.getByRole("link", { name: /^Remove the filter “Request: / });
  await expect(chip).toBeVisible();
  await bar(page).getByRole("combobox", { name: "Outcome" }).selectOption({ label: "Done" });
  await bar(page).getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/request=.*outcome=done/);
  await accessible();
  await chip.click();
  await expect(page).toHaveURL(/\?outcome=done$/);
});

test("refuses a filter that it does not understand, and knows no line of nobody", async ({ page }) => {
  await page.goto(`${log}?action=nothing.done`);
  await expect(page).toHaveURL(/\/refused\/invalid_input/);
  for (const id of ["x", "00000000-0000-7000-8000-000000000000"]) {
    await page.goto(`${log}/${id}`);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("filters by a plain form", async ({ page }) => {
    await page.goto(log);
    await bar(page).getByRole("combobox", { name: "What" }).selectOption({ label: "Company set up" });
    await bar(page).getByRole("button", { name: "Apply" }).click();
    await expect(page.getByRole("row")).toHaveCount(2);
  });
});
