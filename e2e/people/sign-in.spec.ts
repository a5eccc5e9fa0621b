import { expect, OWNER, test } from "../fixtures";
import { signIn, typeCredentials } from "./steps";

const WRONG = "another long password 9";

test("a wrong password and an unknown address get the same answer, and the address stays typed", async ({
  page,
  accessible,
}) => {
  await page.goto("/sign-in");
  const problem = page.getByRole("main").getByRole("alert");
  for (const email of [OWNER.email, "nobody@example.com"]) {
    await typeCredentials(page, { email, password: WRONG });
    await expect(problem).toContainText("That email address and password do not match");
    await expect(page.getByLabel("Email")).toHaveValue(email);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
    await expect(page).toHaveTitle(/^Error: Sign in/);
  }
  await accessible();
});

test("empty fields are named, each with what to do", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Email: Fill in this field." }).click();
  await expect(page.getByLabel("Email")).toBeFocused();
});

test("the password can be read while it is typed", async ({ page }) => {
  await page.goto("/sign-in");
  const password = page.getByLabel("Password", { exact: true });
  await password.fill("something");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Hide password" }).click();
  await expect(password).toHaveAttribute("type", "password");
});

test("signing in leads to the page that was asked for, and to no other site (#77)", async ({ page }) => {
  await page.goto("/account/security");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await typeCredentials(page, OWNER);
  await expect(page.getByRole("heading", { level: 1, name: "Security" })).toBeVisible();
  for (const to of ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"]) {
    await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
    await expect(page).toHaveURL("/");
  }
});

test("signing out ends the session wherever its cookie is replayed (#381)", async ({ page, context }) => {
  await signIn(page);
  const cookies = await context.cookies();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await context.addCookies(cookies);
  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("the password again renews the session and leads back, and the old cookie is dead", async ({
  page,
  context,
  accessible,
}) => {
  await signIn(page);
  const before = await context.cookies();
  await page.goto("/sign-in?fresh=1&to=/account/security");
  await expect(page.getByLabel("Email")).toHaveValue(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(WRONG);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("This is not your current password.");
  await accessible();
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Security" })).toBeVisible();
  await context.addCookies(before);
  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a confirmation that another tab waits for ends with what to do there", async ({ page, accessible }) => {
  await signIn(page);
  await page.goto("/sign-in?fresh=1");
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { name: "Confirmed" })).toBeVisible();
  await accessible();
});

test("the page speaks the language that is chosen at its foot", async ({ page }) => {
  await page.goto("/sign-in?to=/account");
  await page.getByLabel("Language").selectOption("Français");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("heading", { name: "Se connecter" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
});
