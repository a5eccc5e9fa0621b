import type { Page } from "@playwright/test";
import { expect, OWNER, test } from "../fixtures";
import { type Credentials, invite, signIn, someone } from "../people/steps";

const PATH = "/people";

// A session of its own: its password was typed just now, which every one of these acts asks for.
test.beforeEach(({ page }) => signIn(page));

const dialog = (page: Page) => page.getByRole("dialog");
const told = (page: Page, text: string) => expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();

async function openPerson(page: Page, { email, name }: { email: string; name: string }): Promise<void> {
  await page.goto(`${PATH}?search=${encodeURIComponent(email)}`);
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** The same browser, for somebody else. */
async function asPerson(page: Page, link: string, { password }: Credentials): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error("no browser");
  const theirs = await (await browser.newContext({ baseURL: new URL(page.url()).origin })).newPage();
  await theirs.goto(link);
  await theirs
    .getByLabel("New password")
    .or(theirs.getByLabel("Password", { exact: true }))
    .first()
    .fill(password);
  await theirs.getByRole("main").getByRole("button").last().click();
  await expect(theirs).not.toHaveURL(/invitation/);
  return theirs;
}

test("keeps what was typed where a person cannot be added, and says what to do", async ({ page, accessible }) => {
  await page.goto(`${PATH}/new`);
  await page.getByLabel("Name", { exact: true }).fill("Sample Person");
  await page.getByLabel("Email").fill("no address");
  await page.getByRole("radio", { name: /^Admin/ }).check();
  await page.getByRole("button", { name: "Add the person" }).click();
  const problem = page.getByRole("main").getByRole("alert");
  await expect(problem).toContainText("Email: Enter one email address");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Sample Person");
  await expect(page.getByLabel("Email")).toHaveValue("no address");
  await expect(page.getByRole("radio", { name: /^Admin/ })).toBeChecked();
  await accessible();
  await page.getByLabel("Email").fill(OWNER.email);
  await page.getByRole("button", { name: "Add the person" }).click();
  await expect(problem).toContainText("already in the company");
});

test("adds a person by a link that is shown once, and a new link ends it", async ({ page, accessible }) => {
  const person = someone();
  const first = await invite(page, person);
  expect(first).toMatch(/\/invitation\?token=pst_iv_/);
  await accessible();
  await page
    .getByRole("button", { name: "Copy the link" })
    .or(page.getByLabel("Link", { exact: true }))
    .first()
    .focus();
  await openPerson(page, person);
  await expect(page.getByText("Pending")).toBeVisible();
  expect(await page.content()).not.toContain("pst_iv_");
  await page.getByRole("link", { name: "Make a new link" }).click();
  await expect(dialog(page)).toContainText("Links made before stop working");
  await dialog(page).getByRole("button", { name: "Make the link" }).click();
  const second = await dialog(page).getByLabel("Link", { exact: true }).inputValue();
  expect(second).not.toBe(first);
  await accessible();
  await page.goto(first);
  await expect(page.getByLabel("Email")).toHaveCount(0);
});

test("an admin sees people, company and connection and changes none; a member is led to their own apps", async ({
  page,
}) => {
  const person = someone();
  const link = await invite(page, person);
  const theirs = await asPerson(page, link, person);
  await expect(theirs).toHaveURL("/account/apps");
  await theirs.goto(PATH);
  await expect(theirs).toHaveURL(/\/refused\/forbidden/);

  await openPerson(page, person);
  await page.getByRole("radio", { name: /^Admin/ }).check();
  await page.getByRole("button", { name: "Change the role" }).click();
  await told(page, "The role was changed.");
  await expect(page.getByRole("radio", { name: /^Admin/ })).toBeChecked();

  await theirs.goto(PATH);
  await expect(theirs.getByRole("heading", { level: 1, name: "User accounts" })).toBeVisible();
  await expect(theirs.getByRole("link", { name: "Add a person" })).toHaveCount(0);
  await theirs.goto(`${PATH}/new`);
  await expect(theirs).toHaveURL(/\/refused\/forbidden/);
  await theirs.goto("/general");
  await expect(theirs.getByText("A super admin of the company can change these.")).toBeVisible();
  await expect(theirs.getByRole("textbox")).toHaveCount(0);
  await theirs.goto("/connections/api?confirm=create");
  await expect(theirs.getByRole("heading", { level: 1, name: "API connection" })).toBeVisible();
  await expect(theirs.getByRole("dialog")).toHaveCount(0);
  await theirs.close();
});

test("signs a person out everywhere, shuts them out, and lets them in again", async ({ page, accessible }) => {
  const person = someone();
  const theirs = await asPerson(page, await invite(page, person), person);
  await openPerson(page, person);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await told(page, "signed out everywhere");
  await theirs.goto("/account");
  await expect(theirs.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await page.getByRole("link", { name: "Disable…" }).click();
  await expect(dialog(page)).toContainText(person.name);
  await accessible();
  await dialog(page).getByRole("button", { name: "Disable the account" }).click();
  await told(page, "The account was disabled.");
  await theirs.getByLabel("Email").fill(person.email);
  await theirs.getByLabel("Password", { exact: true }).fill(person.password);
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await expect(theirs.getByRole("main").getByRole("alert")).toContainText("do not match");

  await page.getByRole("button", { name: "Enable the account" }).click();
  await told(page, "The account works again.");
  await signIn(theirs, person);
  await theirs.close();
});

test("nobody changes themselves, and everybody reads what each role may do", async ({ page, accessible }) => {
  await page.goto(PATH);
  const rights = page.getByRole("table", { name: "What each role may do" });
  await expect(rights.getByRole("row").filter({ hasText: "Change the general settings" })).toContainText("Super admin");
  await accessible();
  await page.getByRole("row").filter({ hasText: OWNER.email }).getByRole("link").click();
  await expect(page.getByText("This is you.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("adds a person, and shows the link in the form's place", async ({ page }) => {
    const person = someone();
    expect(await invite(page, person)).toMatch(/\/invitation\?token=pst_iv_/);
    await openPerson(page, person);
    await page.getByRole("link", { name: "Disable…" }).click();
    await dialog(page).getByRole("button", { name: "Disable the account" }).click();
    await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  });
});
