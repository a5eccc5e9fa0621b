import { askedLocale } from "./accept";
import { isLocale, type Locale } from "./locales";

/**
 * The language in which an application wishes its request to be shown stands in the address of our pages, so that it holds
 * for that request alone and changes nothing that the reader has chosen.
 */
const PARAMETER = "ui";
/** The pages that an application's request leads to; the first leads on to the others. */
const PAGES = /^\/(sign-in|sign-out|consent\/[^/]+)$/;
const ANYWHERE = "https://postern.invalid";

/** What an address says of an application's `ui_locales`: nothing where none of our languages is near. */
export function languageQuery(uiLocales: string | null): Record<string, string> {
  const locale = askedLocale(uiLocales);
  return locale ? { [PARAMETER]: locale } : {};
}

const pageAt = (path: string): URL | null => {
  const url = URL.canParse(path, ANYWHERE) ? new URL(path, ANYWHERE) : null;
  return url?.origin === ANYWHERE && PAGES.test(url.pathname) ? url : null;
};

/** The language that an address of ours asks for, itself or for the page that it leads to. */
export function localeOfPath(path: string): Locale | null {
  const url = pageAt(path);
  const own = url?.searchParams.get(PARAMETER) ?? null;
  const next = url && pageAt(url.searchParams.get("to") ?? "");
  const asked = own ?? next?.searchParams.get(PARAMETER);
  return isLocale(asked) ? asked : null;
}

/** The address without what an application asks: the reader has chosen for themselves. */
export function withoutLanguage(path: string): string {
  const url = pageAt(path);
  if (!url) return path;
  url.searchParams.delete(PARAMETER);
  const next = url.searchParams.get("to");
  const nextUrl = next && pageAt(next);
  if (nextUrl) {
    nextUrl.searchParams.delete(PARAMETER);
    url.searchParams.set("to", `${nextUrl.pathname}${nextUrl.search}`);
  }
  return `${url.pathname}${url.search}`;
}
