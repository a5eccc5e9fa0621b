import { COMPANY, expect, ownerTest as test } from "../fixtures";

const ADDRESS = "https://api.example.com";

test("keeps what was typed where it cannot be saved, and says what to do", async ({ page, accessible }) => {
  await page.goto("/general");
  await page.getByLabel("Company name").fill("");
  await page.getByLabel("Base URL of your API").fill("http://api.example.com");
  await page.getByRole("button", { name: "Save" }).click();
  const problem = page.getByRole("main").getByRole("alert");
  await expect(problem).toContainText("Company name: Fill in this field.");
  await expect(problem).toContainText("https://");
  await expect(page.getByLabel("Base URL of your API")).toHaveValue("http://api.example.com");
  await expect(page).toHaveTitle(/^Error: General · .* · Postern$/);
  await accessible();
});

test("saves the address of the API, and the log holds it as it was and as it is", async ({ page }) => {
  await page.goto("/general");
  await page.getByLabel("Base URL of your API").fill(`${ADDRESS}/v2/`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "were saved" })).toBeVisible();
  await expect(page.getByLabel("Base URL of your API")).toHaveValue(`${ADDRESS}/v2`);

  await page.goto("/log?action=company.updated");
  const line = page
    .getByRole("row")
    .filter({ hasText: `General settings of ${COMPANY} changed` })
    .first();
  await line.getByRole("rowheader").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "General settings changed" })).toBeVisible();
  const change = page.getByRole("row").filter({ hasText: "Base URL of the API" });
  await expect(change.getByRole("cell").nth(0)).toHaveText(ADDRESS);
  await expect(change.getByRole("cell").nth(1)).toHaveText(`${ADDRESS}/v2`);

  await page.goto("/general");
  await page.getByLabel("Base URL of your API").fill(ADDRESS);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Base URL of your API")).toHaveValue(ADDRESS);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("shows the same problems in place", async ({ page }) => {
    await page.goto("/general");
    await page.getByLabel("Base URL of your API").fill("not an address");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("Enter a full address");
    await expect(page.getByLabel("Base URL of your API")).toHaveValue("not an address");
  });
});
