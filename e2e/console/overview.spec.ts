import { execFileSync } from "node:child_process";
import { COMPANY, expect, ownerTest as test } from "../fixtures";

test("shows what is connected as the way to it, and what was done last", async ({ page, accessible }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(`Overview · ${COMPANY} · Postern`);
  const connected = page.getByRole("region", { name: "What is connected" });
  for (const [name, path] of [
    ["OAuth users", "/connections/oauth-users"],
    ["App authorizations", "/connections/authorizations"],
    ["Active access tokens", "/connections/tokens?state=active"],
    ["User accounts", "/people"],
    ["API connection", "/connections/api"],
  ] as const)
    await expect(connected.getByRole("link", { name })).toHaveAttribute("href", path);
  await expect(
    page.getByRole("region", { name: "Latest in the transaction log" }).getByRole("row").nth(1),
  ).toBeVisible();
  await accessible();
  await page.getByRole("link", { name: "Whole log" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Transaction log" })).toBeVisible();
});

test("shows a command that is answered without a token (J8)", async ({ page }) => {
  await page.goto("/");
  const command = (await page.getByText(/^curl .*\/open\/global\/config$/).textContent()) ?? "";
  const answer = execFileSync("bash", ["-euc", command], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  expect(JSON.parse(answer)).toMatchObject({ name: "Postern" });
});
