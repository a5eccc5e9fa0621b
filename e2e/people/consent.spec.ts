import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import {
  adminApi,
  basic,
  freePort,
  freshDatabase,
  MACHINE_OWNER,
  machineSettings,
  type Server,
  startServer,
} from "../server";
import { authorizeAddress, callbackServer, invite, someone, typeCredentials } from "./steps";

let server: Server;
let api: ReturnType<typeof adminApi>;
let callback: Awaited<ReturnType<typeof callbackServer>>;

test.beforeAll(async () => {
  const settings = { ...machineSettings(), ...(await freshDatabase()), POSTERN_DEMO: "on" };
  server = await startServer(settings, await freePort());
  api = adminApi(server, settings.POSTERN_BOOTSTRAP_TOKEN_FILE);
  callback = await callbackServer();
});
test.afterAll(async () => {
  callback.close();
  await server.stop();
});

const newApp = (given: Record<string, unknown> = {}) =>
  api.newClient({ grantType: "authorization_code", redirectUris: [callback.url], ...given });

/** Presses once the page takes presses: it is deaf for half a second. */
async function decide(page: Page, decision: "Allow" | "Deny"): Promise<URL> {
  await expect(page.getByRole("button", { name: decision })).toBeVisible();
  await page.waitForTimeout(700);
  await page.getByRole("button", { name: decision }).click();
  await page.waitForURL(/\/callback\?/);
  return new URL(page.url());
}

test("a person reads what an application asks, allows it, finds it under My apps and takes it back", async ({
  page,
  accessible,
}) => {
  const name = `Reports ${Date.now()}`;
  const app = await newApp({
    name,
    siteUrl: "https://reports.example.com",
    privacyPolicyUrl: "https://reports.example.com/privacy",
  });
  await page.goto(authorizeAddress(server.url, app, callback.url));
  await expect(page.getByText(`to continue to ${name}`)).toBeVisible();
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `${name} asks for access to your data at Sample Company`,
  );
  await expect(page.getByText("reports.example.com", { exact: true })).toBeVisible();
  await expect(page.getByText("See for whom and for which company it acts")).toBeVisible();
  await expect(page.getByText("You go back to")).toContainText(callback.host);
  await expect(page.getByText(MACHINE_OWNER.email)).toBeVisible();
  const paper = page.getByRole("link", { name: "Privacy policy of the application" });
  await expect(paper).toHaveAttribute("rel", "noopener noreferrer");
  for (const button of ["Allow", "Deny"]) await expect(page.getByRole("button", { name: button })).not.toBeFocused();
  await accessible();
  const answer = await decide(page, "Allow");
  expect(Object.fromEntries(answer.searchParams)).toEqual({
    code: expect.stringMatching(/^pst_ac_/),
    state: "some state",
    iss: server.url,
  });

  await page.goto(`${server.url}/account/apps`);
  const card = page.getByRole("article", { name });
  await expect(card).toContainText("See for whom and for which company it acts");
  await accessible();
  await card.getByRole("link", { name: "Remove access" }).click();
  await expect(page.getByRole("link", { name: "Cancel" })).toBeFocused();
  await page.getByRole("dialog").getByRole("button", { name: "Remove access" }).click();
  await expect(page.getByText("The access was removed.")).toBeVisible();
  await expect(card).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: name })).toBeVisible();
});

test("denying tells the application so, and nothing is allowed (RFC 6749 §4.1.2.1, RFC 9207)", async ({ page }) => {
  const app = await newApp();
  await page.goto(authorizeAddress(server.url, app, callback.url));
  await typeCredentials(page, MACHINE_OWNER);
  const answer = await decide(page, "Deny");
  expect(Object.fromEntries(answer.searchParams)).toMatchObject({
    error: "access_denied",
    state: "some state",
    iss: server.url,
  });
  await page.goBack();
  await expect(page.getByRole("button", { name: "Allow" }).or(page.getByText("This request is over"))).toBeVisible();
});

test("Allow and Deny are alike, side by side, and deaf for half a second", async ({ page }) => {
  const app = await newApp();
  await page.goto(authorizeAddress(server.url, app, callback.url));
  await typeCredentials(page, MACHINE_OWNER);
  const allow = page.getByRole("button", { name: "Allow" });
  await expect(allow).toBeVisible();
  const [a, d] = await Promise.all([allow.boundingBox(), page.getByRole("button", { name: "Deny" }).boundingBox()]);
  expect({ width: a?.width, height: a?.height, y: a?.y }).toEqual({ width: d?.width, height: d?.height, y: d?.y });
  await page.waitForTimeout(700);
  await allow.evaluate((button: HTMLButtonElement) => {
    window.dispatchEvent(new Event("pageshow"));
    button.click();
  });
  await page.waitForTimeout(300);
  expect(page.url()).toContain("/consent/");
  await decide(page, "Allow");
});

test("a request belongs to the session that opened it, and is answered once", async ({ page, browser }) => {
  const app = await newApp();
  await page.goto(authorizeAddress(server.url, app, callback.url));
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByRole("button", { name: "Allow" })).toBeVisible();
  const address = page.url();
  const other = await browser.newPage();
  await other.goto(address);
  await typeCredentials(other, MACHINE_OWNER);
  await expect(other.getByRole("heading", { name: "This request belongs to another session" })).toBeVisible();
  await other.close();
  await decide(page, "Allow");
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "This request is over" })).toBeVisible();
});

test("whoever is not the person that is signed in signs out there, and goes on as themselves", async ({
  page,
  accessible,
}) => {
  const stranger = someone();
  await page.goto(`${server.url}/sign-in?to=/people/new`);
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByRole("heading", { level: 1, name: "Add a person" })).toBeVisible();
  const link = await invite(page, stranger, server.url);
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByLabel("Password", { exact: true }).fill(stranger.password);
  await page.getByRole("button", { name: "Save password and sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "My apps" })).toBeVisible();
  const app = await newApp();
  await page.goto(authorizeAddress(server.url, app, callback.url));
  await page.getByRole("button", { name: "Not you? Sign out" }).click();
  await expect(page.getByText("to continue to")).toBeVisible();
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByText(MACHINE_OWNER.email)).toBeVisible();
  await accessible();
  await decide(page, "Allow");
});

/** The sample application that exchanges orders with marketplaces, and how it asks. */
const HUB = "https://hub.example.com";

async function lookAt(page: Page, company: string): Promise<void> {
  const choice = page.getByRole("combobox", { name: "Company" });
  await choice.selectOption(company);
  await page.getByRole("button", { name: "Switch" }).click();
  await expect(page).toHaveTitle(new RegExp(company));
}

/** Opens it in the console, signed in as the owner. @returns its key */
async function openHub(page: Page): Promise<string> {
  await page.goto(`${server.url}/sign-in?to=/connections/oauth-users`);
  await typeCredentials(page, MACHINE_OWNER);
  await expect(page.getByRole("heading", { level: 1, name: "OAuth users" })).toBeVisible();
  await lookAt(page, "Sample ERP");
  await page.goto(`${server.url}/connections/oauth-users`);
  await page.getByRole("link", { name: "Marketplace hub", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Marketplace hub" })).toBeVisible();
  return (await page.getByRole("main").getByRole("code").first().textContent()) ?? "";
}

const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

function hubAddress(key: string, asked: Record<string, string>): string {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: key,
    redirect_uri: `${HUB}/callback`,
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
    ...asked,
  });
  return `${server.url}/oauth/authorize?${query}`;
}

test("a person leaves a context out, says which values another may have, and for how long: the token has just that", async ({
  page,
  accessible,
}) => {
  const key = await openHub(page);
  await page.getByRole("link", { name: "Add a secret" }).click();
  await page.getByRole("button", { name: "Add the secret" }).click();
  const secret = await page.getByLabel("Secret (client secret)").inputValue();
  await page.route(`${HUB}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<h1>Back</h1>" }));
  const marketplace = ["amazon", "magalu", "shopee"];
  const details = [{ type: "context", context: "foccohub", parameters: { marketplace } }];
  await page.goto(hubAddress(key, { scope: "stock labels", authorization_details: JSON.stringify(details) }));
  await expect(page.getByRole("checkbox", { name: "Read and print labels" })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Mercado Livre" })).toHaveCount(0);
  await page.getByRole("checkbox", { name: "Shopee" }).uncheck();
  await page.getByRole("radio", { name: "For 7 days" }).check();
  await accessible();
  await page.waitForTimeout(700);
  await page.getByRole("radio", { name: "For 7 days" }).press("Enter");
  await expect(page.getByRole("button", { name: "Allow" })).toBeVisible();
  const answer = await decide(page, "Allow");
  const response = await fetch(`${server.url}/oauth/token`, {
    method: "POST",
    headers: { authorization: basic({ id: "", key, secret }), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: answer.searchParams.get("code") ?? "",
      code_verifier: VERIFIER,
    }),
  });
  expect(await response.json()).toMatchObject({
    scope: "stock foccohub",
    authorization_details: [{ context: "foccohub", parameters: { marketplace: ["amazon", "magalu"] } }],
  });
  await page.goto(`${server.url}/account/apps`);
  const card = page.getByRole("article", { name: "Marketplace hub" });
  await expect(card).toContainText("Amazon, Magalu");
  await expect(card).toContainText("in 7 days");
});

test("without JavaScript a form with something missing comes back as it was, and nothing was decided", async ({
  browser,
  page,
}) => {
  const key = await openHub(page);
  const plain = await browser.newPage({ javaScriptEnabled: false });
  await plain.goto(hubAddress(key, { scope: "stock foccohub", prompt: "consent" }));
  await typeCredentials(plain, MACHINE_OWNER);
  // What was allowed in another test stands ticked.
  for (const box of await plain.getByRole("checkbox").all()) await box.uncheck();
  await plain.waitForTimeout(600);
  await plain.getByRole("radio", { name: "For 7 days" }).check();
  await plain.getByRole("radio", { name: "For 7 days" }).press("Enter");
  await expect(plain.getByRole("alert")).toContainText("Something is still missing");
  await expect(plain.getByText("Choose at least one.")).toBeVisible();
  await expect(plain.getByRole("radio", { name: "For 7 days" })).toBeChecked();
  await plain.route(`${HUB}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<h1>Back</h1>" }));
  await plain.getByRole("checkbox", { name: "Via Varejo" }).check();
  await plain.waitForTimeout(600);
  expect((await decide(plain, "Allow")).searchParams.get("code")).toMatch(/^pst_ac_/);
  await plain.close();
});
