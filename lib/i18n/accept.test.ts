import { describe, expect, it } from "vitest";
import { acceptedLocale, readersLocale } from "./accept";

describe("the reader's language", () => {
  it.each([
    ["fr-CA,en;q=0.5", "fr"],
    ["pt", "pt-BR"],
    ["ru-RU", "ru"],
    ["es-419;q=0.9,en;q=0.1", "es"],
    ["*", "en"],
    ["", "en"],
    [null, "en"],
    ["ja", "en"],
    ["en-\u0000,,;q=x", "en"],
  ])("for Accept-Language %j is %s", (header, locale) => {
    expect(acceptedLocale(header)).toBe(locale);
  });

  const headers = new Headers({ cookie: "a=b; postern-locale=ru; c=d", "accept-language": "es" });
  it("is what the application asked for, then the choice, then the browser's", () => {
    expect(readersLocale(headers, "de-XX fr en")).toBe("fr");
    expect(readersLocale(headers, null)).toBe("ru");
    expect(readersLocale(new Headers({ "accept-language": "es" }), "ja")).toBe("es");
    expect(readersLocale(new Headers({ cookie: "postern-locale=xx" }), null)).toBe("en");
  });

  it("is found whatever is sent as ui_locales", () => {
    for (const given of ["_", "fr_FR", '"><script>', "\u0000", "x".repeat(9000), "a b c d e f g h i j k l"])
      expect(readersLocale(headers, given)).toBe("ru");
  });
});
