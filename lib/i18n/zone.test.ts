import { expect, it } from "vitest";
import { zoneOfCookie } from "./zone";

it.each([
  ["Europe%2FParis", "Europe/Paris"],
  ["Europe/Paris", "Europe/Paris"],
  ["%", "UTC"],
  ["%FF", "UTC"],
  ["Nowhere/Land", "UTC"],
  ["\0", "UTC"],
  ["", "UTC"],
])("a cookie %j is read as %s, so that none breaks every page (#462)", (value, zone) => {
  expect(zoneOfCookie(value)).toBe(zone);
});
