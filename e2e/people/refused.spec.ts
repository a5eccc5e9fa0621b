import { expect, test } from "../fixtures";

test("a refusal is explained to whoever opens it, signed out too, with its number and the id of the request", async ({
  page,
  accessible,
}) => {
  const request = "0192f000-0000-7000-8000-000000000001";
  await page.goto(`/refused/request_expired?request=${request}`);
  await expect(page.getByRole("heading", { level: 1, name: "This request is over" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "What to do" })).toBeVisible();
  await expect(page.getByText("40012")).toBeVisible();
  await expect(page.getByText(request)).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy request ID" })).toBeVisible();
  await accessible();
});

test("the error_uri of an answer leads to the page of its number", async ({ page, request }) => {
  const response = await request.post("/oauth/token", { form: { grant_type: "password" } });
  const { error_uri: address, error_code: code } = await response.json();
  await page.goto(address);
  await expect(page.getByText(String(code), { exact: true })).toBeVisible();
});

test("what was put into the address is not shown", async ({ page }) => {
  await page.goto("/refused/forbidden?request=%3Cb%3Ecall%20us%3C/b%3E");
  await expect(page.getByRole("heading", { level: 1, name: "You may not do this" })).toBeVisible();
  await expect(page.getByText("call us")).toHaveCount(0);
});

test("a code that is none is not found", async ({ page }) => {
  for (const code of ["nothing", "constructor", "toString"]) {
    const response = await page.goto(`/refused/${code}`);
    expect(response?.status()).toBe(404);
  }
});
