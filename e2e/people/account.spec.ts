import { expect, ownerTest } from "../fixtures";
import { invite, signIn, someone } from "./steps";

ownerTest(
  "an invited person chooses a password once, and finds what is theirs",
  async ({ page, browser, accessible }) => {
    const person = someone();
    const link = await invite(page, person);
    await page.context().clearCookies();
    await page.goto(link);
    await expect(page.getByText(`Hello ${person.name}`)).toBeVisible();
    await expect(page.getByLabel("Email")).toHaveValue(person.email);
    await accessible();
    await page.getByLabel("Password", { exact: true }).fill("password password");
    await page.getByRole("button", { name: "Save password and sign in" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("easy to guess");
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Save password and sign in" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "My apps" })).toBeVisible();
    await expect(page.getByText("No application has access")).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main menu" }).getByRole("link")).toHaveText(["Account"]);

    const other = await browser.newPage({ storageState: { cookies: [], origins: [] } });
    await other.goto(link);
    await expect(other.getByRole("heading", { name: "This invitation no longer works" })).toBeVisible();
    await other.close();
  },
);

ownerTest("language and time zone come along to the next browser", async ({ page, browser }) => {
  const person = someone();
  const link = await invite(page, person);
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Save password and sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "My apps" })).toBeVisible();
  await page.goto("/account");
  await page.getByLabel("Name", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Name: Fill in this field.");
  await page.getByLabel("Name", { exact: true }).fill("Zoé d’Ανα");
  await page.getByRole("main").getByLabel("Language").selectOption("Español");
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Su perfil se ha guardado." })).toBeVisible();

  const other = await browser.newPage({ storageState: { cookies: [], origins: [] }, locale: "en-GB" });
  await other.goto("/sign-in?to=/account/security");
  await other.getByLabel("Email").fill(person.email);
  await other.getByLabel("Password", { exact: true }).fill(person.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Seguridad" })).toBeVisible();
  await expect(other.getByTitle(/\(Asia\/Tokyo\)$/).first()).toBeVisible();
  await other.close();
});

ownerTest(
  "people see where they are signed in, and end one session, the others, or all by a new password",
  async ({ page, browser, accessible }) => {
    const person = someone();
    const link = await invite(page, person);
    await page.context().clearCookies();
    await page.goto(link);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Save password and sign in" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "My apps" })).toBeVisible();
    const elsewhere = await browser.newPage({ storageState: { cookies: [], origins: [] } });
    const isSignedOut = async () => {
      await elsewhere.goto("/account");
      await expect(elsewhere.getByRole("heading", { name: "Sign in" })).toBeVisible();
    };

    await signIn(elsewhere, person);
    await page.goto("/account/security");
    await expect(page.getByRole("row").filter({ hasText: "This session" })).toHaveCount(1);
    await accessible();
    await page.getByRole("button", { name: /^End the session Chrome on/ }).click();
    await expect(page.getByText("The session has ended.")).toBeVisible();
    await isSignedOut();

    await signIn(elsewhere, person);
    await page.reload();
    await page.getByRole("link", { name: "End all other sessions" }).click();
    await expect(page.getByRole("link", { name: "Cancel" })).toBeFocused();
    await accessible();
    await page.getByRole("dialog").getByRole("button", { name: "End all other sessions" }).click();
    await expect(page.getByText("All other sessions have ended.")).toBeVisible();
    await isSignedOut();

    await signIn(elsewhere, person);
    const change = async (current: string, next: string) => {
      await page.getByLabel("Current password").fill(current);
      await page.getByLabel("New password").fill(next);
      await page.getByRole("button", { name: "Change password" }).click();
    };
    await change("not the current password", "eight loud otters sing");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("This is not your current password.");
    await change(person.password, "eight loud otters sing");
    await expect(page.getByText("Your password is changed")).toBeVisible();
    await isSignedOut();
    await elsewhere.close();
  },
);
