import { expect, it, vi } from "vitest";
import request from "./request";

const sent = vi.hoisted(() => ({ zone: "" }));

// Next's own store of cookies exists within a request alone.
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: (name: string) => (name === "postern-zone" ? { value: sent.zone } : undefined) }),
  headers: async () => new Headers(),
}));

it.each([
  ["Europe%2FParis", "Europe/Paris"],
  ["Europe/Paris", "Europe/Paris"],
  ["%", "UTC"],
  ["%FF", "UTC"],
  ["Nowhere/Land", "UTC"],
  ["\0", "UTC"],
])("the zone cookie %j shows every page, in the zone %s", async (zone, expected) => {
  sent.zone = zone;
  const config = await request({ locale: undefined, requestLocale: Promise.resolve(undefined) });
  expect(config.timeZone).toBe(expected);
});
