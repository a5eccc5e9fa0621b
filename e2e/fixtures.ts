import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

export const OWNER = { name: "Sample Owner", email: "owner@example.com", password: "a long enough password 7" };
export const COMPANY = "Sample Company";
/** The signed-in owner's cookies, kept by the set-up project. */
export const OWNER_STATE = "test-results/owner.json";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

type Fixtures = {
  /** Runs axe on the page as it stands. */
  accessible: () => Promise<void>;
  watched: undefined;
};

/** Every test fails on a console error, a broken Content-Security-Policy or a page error. */
export const test = base.extend<Fixtures>({
  watched: [
    async ({ page }, use) => {
      const noise: string[] = [];
      const watch = (watched: Page) => {
        watched.on("console", (message) => {
          const expected = /Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
          if (["error", "warning"].includes(message.type()) && !expected) noise.push(message.text());
        });
        watched.on("pageerror", (error) => noise.push(error.message));
      };
      watch(page);
      await use(undefined);
      expect(noise, "console, CSP and page errors").toEqual([]);
    },
    { auto: true },
  ],
  accessible: async ({ page }, use) => {
    await use(async () => {
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
    });
  },
});

export const ownerTest = test.extend({ storageState: OWNER_STATE });
export { expect };
