import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect, OWNER } from "../fixtures";
import type { NewClient } from "../server";

export type Credentials = { email: string; password: string };

/** Types email address and password into the sign-in page that is open. */
export async function typeCredentials(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function signIn(page: Page, who: Credentials = OWNER, path = "/sign-in?to=/account"): Promise<void> {
  await page.goto(path);
  await typeCredentials(page, who);
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
}

/** Adds a person as the owner who is signed in on `page`. @returns the link by which they choose a password */
export async function invite(page: Page, { name, email }: { name: string; email: string }, base = ""): Promise<string> {
  await page.goto(`${base}/people/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Add the person" }).click();
  return page.getByLabel("Link", { exact: true }).inputValue();
}

export const someone = () => {
  const id = randomUUID().slice(0, 8);
  return { name: `Person ${id}`, email: `person-${id}@example.com`, password: "seven quiet badgers hum" };
};

/** The page of an application to which people return. */
export async function callbackServer(): Promise<{ url: string; host: string; close: () => void }> {
  const listener = createServer((_, response) => response.setHeader("content-type", "text/html").end("<h1>Back</h1>"));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return { url: `http://${host}/callback`, host, close: () => listener.close() };
}

/** A fresh authorization request of a client, with PKCE. */
export function authorizeAddress(server: string, { key }: NewClient, redirectUri: string): string {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: key,
    redirect_uri: redirectUri,
    state: "some state",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  return `${server}/oauth/authorize?${query}`;
}
