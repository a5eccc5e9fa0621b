import type { Page } from "@playwright/test";
import { expect, ownerTest as test } from "../fixtures";

const panel = (page: Page, name: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });

test("says what is missing where it cannot be saved, and keeps what was typed", async ({ page, accessible }) => {
  await page.goto("/security");
  await panel(page, "Agents")
    .getByRole("radio", { name: /^Agents of the listed hosts/ })
    .check();
  await panel(page, "Agents").getByRole("textbox", { name: "Listed hosts" }).fill("assistant.example.com/path");
  await panel(page, "Agents").getByRole("button", { name: "Save" }).click();
  await expect(panel(page, "Agents").getByRole("alert")).toContainText("Enter one host a line");
  await expect(panel(page, "Agents").getByRole("textbox", { name: "Listed hosts" })).toHaveValue(
    "assistant.example.com/path",
  );
  await panel(page, "Agents").getByRole("textbox", { name: "Listed hosts" }).fill("https://Assistant.example.com/");
  await panel(page, "Agents").getByRole("button", { name: "Save" }).click();
  await expect(panel(page, "Agents").getByRole("alert")).toContainText("Permission group: Fill in this field.");
  await panel(page, "Self-registration").getByLabel("Everybody").check();
  await panel(page, "Self-registration").getByRole("button", { name: "Save" }).click();
  await expect(panel(page, "Self-registration").getByRole("alert")).toContainText("Choose a permission group");
  await accessible();
});

test("shows a registration token once, and ends it", async ({ page, accessible }) => {
  await page.goto("/security");
  const tokens = panel(page, "Registration tokens");
  await tokens.getByLabel("Name").fill("Sample partner");
  await tokens.getByRole("button", { name: "Make a token" }).click();
  await expect(page.getByLabel("Registration token", { exact: true })).toHaveValue(/^pst_it_/);
  await page.getByRole("button", { name: "Copy token" }).click();
  await page.getByRole("link", { name: "Done" }).click();
  const row = page.getByRole("row").filter({ hasText: "Sample partner" });
  await row.getByRole("link", { name: "Revoke Sample partner" }).click();
  await accessible();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("status").filter({ hasText: "has been revoked" })).toBeVisible();
  await expect(row).toContainText("Revoked");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("is saved block by block, and stands in the log", async ({ page }) => {
    const advanced = () => panel(page, "Advanced security controls");
    await page.goto("/security");
    await advanced().getByLabel("Limit refresh tokens to 30 days").check();
    await advanced().getByRole("button", { name: "Save" }).click();
    await expect(advanced().getByLabel("Limit refresh tokens to 30 days")).toBeChecked();
    await page.goto("/log?action=security.updated");
    await expect(page.getByRole("row").filter({ hasText: "Security settings of" }).first()).toBeVisible();
    await page.goto("/security");
    await advanced().getByLabel("Limit refresh tokens to 30 days").uncheck();
    await advanced().getByRole("button", { name: "Save" }).click();
    await expect(advanced().getByLabel("Limit refresh tokens to 30 days")).not.toBeChecked();
  });
});
