import { execFileSync } from "node:child_process";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import * as openid from "openid-client";
import { expect, ownerTest as test } from "../fixtures";

const LIST = "/connections/oauth-users";
const named = (what: string): string => `${what} ${randomUUID().slice(0, 8)}`;

const field = (page: Page, label: string) => page.getByRole("textbox", { name: label });

/** Next has an alert of its own, outside of what the page says. */
const alertOf = (page: Page) => page.getByRole("main").getByRole("alert");

/** The whole of the sample in which `part` stands. */
const textOf = async (page: Page, part: string): Promise<string> => (await page.getByText(part).textContent()) ?? "";

/** Fills in the form of an OAuth user that acts as itself and sends it. */
async function createOwn(page: Page, name: string): Promise<{ key: string; secret: string; id: string }> {
  await page.goto(`${LIST}/new`);
  await page.getByRole("radio", { name: "Client credentials" }).check();
  await field(page, "Name").fill(name);
  await page.getByRole("radio", { name: "Read only" }).check();
  await page.getByRole("button", { name: "Create OAuth user" }).click();
  await expect(page.getByRole("heading", { name: "The OAuth user has been created" })).toBeVisible();
  const secret = await page.getByLabel("Secret (client secret)").inputValue();
  const settings = await textOf(page, "OAUTH_CLIENT_ID=");
  const key = /OAUTH_CLIENT_ID=(\w+)/.exec(settings)?.[1] ?? "";
  const address = await page.getByRole("link", { name: "Open the OAuth user" }).getAttribute("href");
  return { key, secret, id: address?.split("/").at(-1) ?? "" };
}

type Credentials = { key: string; secret: string };
const tokenFor = (request: APIRequestContext, { key, secret }: Credentials) =>
  request.post("/oauth/token", {
    form: { grant_type: "client_credentials" },
    headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` },
  });

test("makes an application that acts as itself, and the command that is shown gets a token", async ({
  page,
  request,
  accessible,
}) => {
  const name = named("Warehouse");
  const { secret, id } = await createOwn(page, name);
  await accessible();
  const command = await textOf(page, "grant_type=client_credentials");
  const answer = execFileSync("bash", ["-euc", command], {
    env: { ...process.env, OAUTH_CLIENT_SECRET: secret },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { access_token } = JSON.parse(answer);
  const me = () => request.get("/open/me", { headers: { authorization: `Bearer ${access_token}` } });
  expect((await me()).status()).toBe(200);

  await page.goto(`${LIST}/${id}`);
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByRole("status").filter({ hasText: "is disabled" })).toBeVisible();
  expect((await me()).status()).toBe(403);
  await page.getByRole("button", { name: "Enable" }).click();
  await expect(page.getByRole("status").filter({ hasText: "is enabled" })).toBeVisible();
  expect((await me()).status()).toBe(200);
});

test("says under each callback URL what is wrong with it, keeps what was typed, and makes a public application", async ({
  page,
  request,
  accessible,
}) => {
  const name = named("Phone app");
  await page.goto(`${LIST}/new`);
  await field(page, "Name").fill(name);
  await page.getByRole("radio", { name: "Browser or mobile app" }).check();
  await field(page, "Callback URL 1").fill("https://app.example.com/cb#top");
  await page.getByRole("button", { name: "Add another line" }).click();
  await field(page, "Callback URL 2").fill("https://app.example.com/*");
  await page.getByRole("button", { name: "Create OAuth user" }).click();

  await expect(alertOf(page)).toBeFocused();
  await expect(alertOf(page).getByRole("link")).toHaveCount(3);
  await expect(field(page, "Callback URL 1")).toHaveAccessibleDescription(/Remove the part from #/);
  await expect(field(page, "Callback URL 2")).toHaveAccessibleDescription(/without \*/);
  await expect(field(page, "Name")).toHaveValue(name);
  await expect(page.getByRole("radio", { name: "Browser or mobile app" })).toBeChecked();
  await expect(page).toHaveTitle(/^Error:/);
  await accessible();

  await field(page, "Callback URL 1").fill("");
  await field(page, "Callback URL 2").fill("http://127.0.0.1/callback");
  await page.getByRole("radio", { name: "Read only" }).check();
  await page.getByRole("button", { name: "Create OAuth user" }).click();
  await expect(page.getByRole("heading", { name: "The OAuth user has been created" })).toBeVisible();
  await expect(page.getByText("OAUTH_CLIENT_SECRET")).toHaveCount(0);

  const command = await textOf(page, "/oauth/authorize");
  const link = execFileSync("bash", ["-euc", command], { encoding: "utf8" }).trim();
  const answer = await request.get(link, { maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  expect(answer.headers().location).toMatch(/\/(consent|sign-in)/);
});

test("drops what was typed for the other grant type, without losing it on the way", async ({ page }) => {
  await page.goto(`${LIST}/new`);
  await page.getByRole("radio", { name: "Browser or mobile app" }).check();
  await field(page, "Callback URL 1").fill("not an address");
  await page.getByRole("radio", { name: "Client credentials" }).check();
  await expect(page.getByRole("group", { name: "Callback URLs" })).toBeHidden();
  await page.getByRole("button", { name: "Create OAuth user" }).click();
  await expect(alertOf(page).getByRole("link")).toHaveCount(2);
  await page.getByRole("radio", { name: "Authorization code" }).check();
  await expect(field(page, "Callback URL 1")).toHaveValue("not an address");
});

test("explains a form that was sent twice, and makes one OAuth user", async ({ page, context }) => {
  const name = named("Twice");
  const late = await context.newPage();
  await late.goto(`${LIST}/new`);
  await page.goto(`${LIST}/new`);
  const key = await page.locator("input[name=submissionKey]").inputValue();
  await late.locator("input[name=submissionKey]").evaluate((input: HTMLInputElement, value) => {
    input.value = value;
  }, key);
  for (const tab of [page, late]) {
    await tab.getByRole("radio", { name: "Client credentials" }).check();
    await field(tab, "Name").fill(name);
    await tab.getByRole("radio", { name: "Read only" }).check();
    await tab.getByRole("button", { name: "Create OAuth user" }).click();
    await expect(tab.getByRole("link", { name: "Open the OAuth user" })).toBeVisible();
  }
  await expect(late.getByText("This form was sent already")).toBeVisible();
  await expect(late.getByText("pst_cs_")).toHaveCount(0);
  await late.goto(`${LIST}?search=${encodeURIComponent(name)}`);
  await expect(late.getByText("Showing 1 of 1")).toBeVisible();
});

test("tells the second of two editors, keeps what they typed, and shows what the first saved", async ({
  page,
  context,
}) => {
  const name = named("Edited");
  const { id } = await createOwn(page, name);
  const late = await context.newPage();
  await late.goto(`${LIST}/${id}/edit`);
  await page.goto(`${LIST}/${id}/edit`);
  await field(page, "Description").fill("What the first wrote");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The changes are saved." })).toBeVisible();
  await expect(page.getByText("What the first wrote")).toBeVisible();

  await field(late, "Description").fill("What the second wrote");
  await late.getByRole("button", { name: "Save changes" }).click();
  await expect(alertOf(late)).toContainText("Somebody else has changed this meanwhile");
  await expect(field(late, "Description")).toHaveValue("What the second wrote");
  await late.getByRole("link", { name: "Start again from what is saved" }).click();
  await expect(field(late, "Description")).toHaveValue("What the first wrote");
});

test("changes over to a second secret without a gap, and ends the first", async ({ page, request, accessible }) => {
  const first = await createOwn(page, named("Two secrets"));
  await page.goto(`${LIST}/${first.id}`);
  await page.getByRole("link", { name: "Add a secret" }).click();
  await expect(page.getByRole("radio", { name: "In 24 hours" })).toBeChecked();
  await page.getByRole("button", { name: "Add the secret" }).click();
  await expect(page.getByRole("heading", { name: "The secret has been added" })).toBeVisible();
  const second = { key: first.key, secret: await page.getByLabel("Secret (client secret)").inputValue() };
  expect((await tokenFor(request, first)).status()).toBe(200);
  expect((await tokenFor(request, second)).status()).toBe(200);

  await page.getByRole("link", { name: "Back to the OAuth user" }).click();
  await expect(page.getByText("There are two secrets.")).toBeVisible();
  // Both were used within the last day: whoever called with the older one still has it.
  await expect(page.getByText(`The old secret (${first.secret.slice(-4)}) was used within the last day`)).toBeVisible();
  await page.getByRole("link", { name: `Choose when the secret that ends in ${first.secret.slice(-4)}` }).click();
  await page.getByLabel("Quiet days").fill("14");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("After 14 days without a call")).toBeVisible();
  await page.getByRole("link", { name: `End the secret that ends in ${first.secret.slice(-4)}` }).click();
  await expect(page.getByRole("dialog")).toContainText("Tokens that were issued stay good");
  await accessible();
  await page.getByRole("dialog").getByRole("button", { name: "End the secret" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The secret has ended." })).toBeVisible();
  expect((await tokenFor(request, first)).status()).toBe(401);
  expect((await tokenFor(request, second)).status()).toBe(200);
  await expect(page.getByRole("link", { name: /^End the secret/ })).toHaveCount(0);
});

test("makes an application that signs with a key of its own, and gets a token with it through openid-client", async ({
  page,
  baseURL,
  accessible,
}) => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await page.goto(`${LIST}/new`);
  await page.getByRole("radio", { name: "Client credentials" }).check();
  await field(page, "Name").fill(named("Signer"));
  await page.getByRole("radio", { name: "Read only" }).check();
  await page.getByText("Advanced", { exact: true }).click();
  await page.getByLabel("How it proves who it is").selectOption("With a private key (private_key_jwt)");
  const keys = page.getByLabel("Public keys (JWKS)");
  await keys.fill(JSON.stringify({ keys: [privateKey.export({ format: "jwk" })] }));
  await page.getByRole("button", { name: "Create OAuth user" }).click();
  await expect(keys).toHaveAccessibleDescription(/private or a shared key/);
  await accessible();
  await keys.fill(JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1" }] }));
  await page.getByRole("button", { name: "Create OAuth user" }).click();
  await expect(page.getByText("It has no secret: it signs with its private key")).toBeVisible();
  const key = /OAUTH_CLIENT_ID=(\w+)/.exec(await textOf(page, "OAUTH_CLIENT_ID="))?.[1] ?? "";

  const { d, ...jwk } = privateKey.export({ format: "jwk" });
  const signingKey = await crypto.subtle.importKey(
    "jwk",
    { ...jwk, d } as JsonWebKey,
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["sign"],
  );
  const config = await openid.discovery(
    new URL(baseURL ?? ""),
    key,
    undefined,
    openid.PrivateKeyJwt({ key: signingKey, kid: "k1" }),
    { algorithm: "oauth2", execute: [openid.allowInsecureRequests] },
  );
  const { access_token: token } = await openid.clientCredentialsGrant(config);
  expect(await openid.tokenIntrospection(config, token)).toMatchObject({ active: true, client_id: key });

  await page.getByRole("link", { name: "Open the OAuth user" }).click();
  await expect(page.getByText("k1 (EC P-256)")).toBeVisible();
  await page.getByRole("button", { name: "Mark as checked" }).click();
  await expect(page.getByRole("status").filter({ hasText: "marked as checked" })).toBeVisible();
  await accessible();
});

test("removes the chosen ones after their number was typed, and keeps them as history", async ({
  page,
  request,
  accessible,
}) => {
  const prefix = named("Gone");
  const one = await createOwn(page, `${prefix} one`);
  const other = await createOwn(page, `${prefix} other`);
  await page.goto(`${LIST}?search=${encodeURIComponent(prefix)}`);
  await page.getByRole("button", { name: "Remove the chosen ones" }).click();
  await expect(page.getByText("Choose at least one OAuth user")).toBeVisible();
  await page.getByRole("checkbox", { name: `${prefix} one` }).check();
  await page.getByRole("checkbox", { name: `${prefix} other` }).check();
  await page.getByRole("button", { name: "Remove the chosen ones" }).click();

  const dialog = page.getByRole("dialog", { name: "Remove 2 OAuth users?" });
  await expect(dialog.getByRole("link", { name: "Cancel" })).toBeFocused();
  await accessible();
  await dialog.getByLabel("Confirmation").fill("3");
  await dialog.getByRole("button", { name: "Remove 2 OAuth users" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByLabel("Confirmation").fill("2");
  await dialog.getByRole("button", { name: "Remove 2 OAuth users" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Removed." })).toBeVisible();
  for (const credentials of [one, other]) expect((await tokenFor(request, credentials)).status()).toBe(401);

  await page.getByLabel("Name, key or description").fill(prefix);
  await page.getByLabel("Status").selectOption("Removed");
  await page.getByRole("button", { name: "Apply" }).last().click();
  await page.getByRole("link", { name: `${prefix} one` }).click();
  await expect(page.getByText("It stays here as history.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("makes, corrects and removes an OAuth user", async ({ page }) => {
    const name = named("Plain");
    await page.goto(`${LIST}/new`);
    await field(page, "Name").fill(name);
    await expect(page.getByRole("button", { name: "Add another line" })).toBeHidden();
    await field(page, "Callback URL 2").fill("ftp://app.example.com");
    await page.getByRole("radio", { name: "Read only" }).check();
    await page.getByRole("button", { name: "Create OAuth user" }).click();
    await expect(alertOf(page)).toBeVisible();
    await expect(field(page, "Name")).toHaveValue(name);
    await expect(field(page, "Callback URL 2")).toHaveValue("ftp://app.example.com");
    await field(page, "Callback URL 2").fill("https://app.example.com/callback");
    await page.getByRole("button", { name: "Create OAuth user" }).click();
    await expect(page.getByLabel("Secret (client secret)")).toHaveValue(/^pst_cs_/);

    await page.goto(`${LIST}?search=${encodeURIComponent(name)}`);
    await page.getByRole("checkbox", { name }).check();
    await page.getByRole("button", { name: "Remove the chosen ones" }).click();
    const dialog = page.getByRole("dialog", { name: "Remove this OAuth user?" });
    await dialog.getByLabel("Confirmation").fill(name);
    await dialog.getByRole("button", { name: "Remove OAuth user" }).click();
    await expect(page).toHaveURL(/done=clientsRemoved/);
    await page.goto(`${LIST}?search=${encodeURIComponent(name)}`);
    await expect(page.getByText("No OAuth user matches")).toBeVisible();
  });
});
