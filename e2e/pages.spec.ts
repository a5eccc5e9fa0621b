import { gzipSync } from "node:zlib";
import { expect, ownerTest } from "./fixtures";
import { LOOKS, PAGES } from "./pages";

const LARGEST_SCRIPTS = 150_000;

for (const { name, path, open = false } of PAGES)
  ownerTest.describe(name, () => {
    if (open) ownerTest.use({ storageState: { cookies: [], origins: [] } });

    ownerTest(
      `is accessible, fits its window and stays within the script budget: ${path}`,
      async ({ page, accessible }) => {
        const scripts: Promise<number>[] = [];
        page.on("response", (response) => {
          if (response.request().resourceType() !== "script") return;
          scripts.push(response.body().then((body) => gzipSync(body).length));
        });
        await page.goto(path);
        await page.waitForLoadState("networkidle");
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expect(page).toHaveTitle(/. · Postern$/);
        const size = (await Promise.all(scripts)).reduce((sum, length) => sum + length, 0);
        expect(size).toBeLessThanOrEqual(LARGEST_SCRIPTS);
        for (const { look, viewport, colorScheme, isRead } of LOOKS) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(await tooWide(), `${look}: wider than its window by`).toBeLessThanOrEqual(0);
          if (isRead) await accessible();
          await page.screenshot({ path: `test-results/screens/${look}/${name}.png`, fullPage: true });
        }
      },
    );
  });
