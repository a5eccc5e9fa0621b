import { match } from "@formatjs/intl-localematcher";
import Negotiator from "negotiator";
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE, LOCALES, type Locale } from "./locales";

/** The best of our languages for `tags`, the most wanted first, or null when none of them is near. */
function bestOf(tags: string[]): Locale | null {
  try {
    const best = match(tags, LOCALES, "");
    return isLocale(best) ? best : null;
  } catch {
    return null;
  }
}

/** The best of our languages for an Accept-Language header (RFC 9110 §12.5.4). */
export function acceptedLocale(header: string | null): Locale {
  const wanted = new Negotiator({ headers: { "accept-language": header ?? "" } })
    .languages()
    .filter((tag) => tag !== "*");
  return bestOf(wanted) ?? DEFAULT_LOCALE;
}

const COOKIE = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=([^;]*)`);

/**
 * The best of our languages for an application's `ui_locales`: space-separated tags, the most wanted first (OpenID Connect
 * Core §3.1.2.1). Null: it asks for none, or for none that is near.
 */
export const askedLocale = (uiLocales: string | null): Locale | null =>
  uiLocales ? bestOf(uiLocales.split(" ").filter(Boolean).slice(0, 10)) : null;

/**
 * The reader's language for an answer that is written outside React: what the application asked for, else the reader's
 * choice, else what the browser accepts.
 */
export function readersLocale(headers: Headers, uiLocales: string | null): Locale {
  const asked = askedLocale(uiLocales);
  if (asked) return asked;
  const chosen = COOKIE.exec(headers.get("cookie") ?? "")?.[1];
  return isLocale(chosen) ? chosen : acceptedLocale(headers.get("accept-language"));
}
