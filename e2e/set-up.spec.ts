import { COMPANY, expect, OWNER, OWNER_STATE, test } from "./fixtures";

const link = process.env.E2E_SETUP_LINK ?? "";

test.describe.configure({ mode: "serial" });

for (const [what, path] of [
  ["no code", "/setup"],
  ["a made-up code", "/setup?code=pst_su_0000000000000000000000000000000000000000000000000"],
] as const)
  test(`a link with ${what} says where the good one is printed`, async ({ page, accessible }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "This set-up link is not the right one" })).toBeVisible();
    await expect(page.getByRole("textbox")).toHaveCount(0);
    await accessible();
  });

test("the form keeps what was typed when a password is weak, and never shows the code", async ({
  page,
  accessible,
}) => {
  await page.goto(link);
  await page.getByLabel("Name", { exact: true }).fill(OWNER.name);
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill("password password");
  await page.getByLabel("Company name").fill(COMPANY);
  await page.getByLabel("Base URL of your API").fill("not an address");
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Base URL of your API");
  await page.getByLabel("Base URL of your API").fill("");
  await page.getByLabel("Password", { exact: true }).fill("password password");
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("easy to guess");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(OWNER.name);
  await expect(page.getByLabel("Email")).toHaveValue(OWNER.email);
  await expect(page.getByLabel("Company name")).toHaveValue(COMPANY);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await expect(page.getByText("pst_su_")).toHaveCount(0);
  await accessible();
});

test("whoever holds the link sets the installation up once, and is signed in", async ({ page, context, browser }) => {
  const late = await browser.newPage();
  await late.goto(link);
  await page.goto(link);
  for (const tab of [page, late]) {
    await tab.getByLabel("Name", { exact: true }).fill(OWNER.name);
    await tab.getByLabel("Email").fill(OWNER.email);
    await tab.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await tab.getByLabel("Company name").fill(COMPANY);
    await tab.getByLabel("Base URL of your API").fill("https://api.example.com");
  }
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(page).toHaveURL("/");
  await page.goto("/account");
  await expect(page.getByLabel("Email")).toHaveValue(OWNER.email);
  await context.storageState({ path: OWNER_STATE });

  await late.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(late.getByRole("main").getByRole("alert")).toContainText("The set-up is over");
  await late.goto(link);
  await expect(late.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await late.close();
});
