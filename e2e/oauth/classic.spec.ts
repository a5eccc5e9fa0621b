import { execFileSync } from "node:child_process";
import { expect, ownerTest as test } from "../fixtures";
import { callbackServer } from "../people/steps";

const LIST = "/connections/oauth-users";

/** A command as the console shows it, run by a shell with what it needs in the environment. */
function answerTo(command: string, env: Record<string, string>): Record<string, string> {
  const output = execFileSync("bash", ["-euc", command], {
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(output) as Record<string, string>;
}

test("an old integration is activated, goes by the documented requests, and is moved to PKCE", async ({
  page,
  request,
  accessible,
}) => {
  const callback = await callbackServer();
  const name = `Old fax bridge ${Date.now()}`;
  await page.goto(`${LIST}/new`);
  await page.getByRole("link", { name: "Activate the classic flow" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Activate the classic flow" })).toBeVisible();
  await expect(page.getByText("The classic flow is obsolete")).toBeVisible();
  await accessible();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByLabel("Callback URL 1").fill(callback.url);
  await page.getByRole("radio", { name: "Read only" }).check();
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("heading", { name: "The classic flow is active" })).toBeVisible();
  await accessible();
  const secret = await page.getByLabel("Client secret").inputValue();
  const [link = "", exchange = "", refresh = ""] = await page.locator("figure pre").allTextContents();
  const detail = (await page.getByRole("link", { name: "Open the OAuth user" }).getAttribute("href")) ?? "";
  expect(new URL(link).searchParams.get("client_id")).toMatch(/^APIK-/);
  // The page asks before it is left without its secret having been copied.
  await page.getByLabel("Client secret").evaluate((input) => input.dispatchEvent(new Event("copy", { bubbles: true })));

  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${name} asks for access`);
  await page.waitForTimeout(700);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.waitForURL(/\/callback\?/);
  const code = new URL(page.url()).searchParams.get("code") ?? "";
  const first = answerTo(exchange, { OAUTH_CLIENT_SECRET: secret, code });
  expect(first).toMatchObject({ expires_in: 3600, token_type: "Bearer" });
  const second = answerTo(refresh, { OAUTH_CLIENT_SECRET: secret, refresh_token: first.refresh_token ?? "" });
  expect(second.refresh_token).toBe(first.refresh_token);
  const me = (headers: Record<string, string>) =>
    request.get("/open/me", { headers: { authorization: `Bearer ${second.access_token}`, ...headers } });
  const key = new URL(link).searchParams.get("client_id") ?? "";
  expect((await me({ "x-postern-clientid": key })).status()).toBe(200);
  expect((await me({ "x-postern-clientid": "APIK-another" })).status()).toBe(403);

  await page.goto(link.replace("%2Fcallback", "%2Fcallback%2F"));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto(detail);
  await expect(page.getByText("Obsolete").first()).toBeVisible();
  const failed = page.locator("#failures details").first();
  await failed.locator("summary").click();
  await expect(failed.getByText("Register the received address as a callback URL")).toBeVisible();
  await expect(failed.getByText("is too much")).toContainText("/");
  await accessible();
  await failed.getByRole("link", { name: "Explanation of this refusal" }).click();
  await expect(page.getByText("redirect_uri", { exact: true })).toBeVisible();
  await expect(page.getByText(name)).toBeVisible();
  await accessible();
  await page.getByRole("link", { name: "See what came and what is registered" }).click();
  await page.getByRole("button", { name: "Require PKCE" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The changes are saved." })).toBeVisible();
  await page.goto(link);
  await page.waitForURL(/error=invalid_request/);
  callback.close();
});
