import { expect, it } from "vitest";
import { languageQuery, localeOfPath, withoutLanguage } from "./asked";

const CONSENT = "/consent/0191f3f0-0000-4000-8000-000000000000";

it.each([
  [`${CONSENT}?back=x&ui=fr`, "fr"],
  [`/sign-in?to=${encodeURIComponent(`${CONSENT}?ui=pt-BR&proof=y`)}`, "pt-BR"],
  [`/sign-in?fresh=1&to=${encodeURIComponent(`${CONSENT}?ui=ru`)}`, "ru"],
  ["/sign-out?ui=es", "es"],
  [`${CONSENT}?ui=xx`, null],
  [CONSENT, null],
  ["/tokens?ui=fr", null],
  ["/sign-in?to=/tokens?ui=fr", null],
  [`/sign-in?to=${encodeURIComponent("//evil.example/sign-out?ui=fr")}`, null],
  ["//evil.example/sign-in?ui=fr", null],
  ["", null],
])("the address %s asks for the language %s", (path, locale) => {
  expect(localeOfPath(path)).toBe(locale);
});

it("the reader's own choice takes it out of the address, and leaves the rest", () => {
  expect(withoutLanguage(`${CONSENT}?back=x&ui=fr`)).toBe(`${CONSENT}?back=x`);
  const nested = `/sign-in?${new URLSearchParams({ to: `${CONSENT}?back=x&ui=fr` })}`;
  expect(new URL(withoutLanguage(nested), "http://x").searchParams.get("to")).toBe(`${CONSENT}?back=x`);
  expect(withoutLanguage("/tokens?ui=fr&page=2")).toBe("/tokens?ui=fr&page=2");
});

it("an application is shown the nearest of our languages, or says nothing", () => {
  expect([languageQuery("fr-CA en"), languageQuery("xx"), languageQuery(null)]).toEqual([{ ui: "fr" }, {}, {}]);
});
