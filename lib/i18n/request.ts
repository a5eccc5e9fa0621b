import "server-only";
import { match } from "@formatjs/intl-localematcher";
import Negotiator from "negotiator";
import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE, LOCALES, type Locale } from "./locales";
import { loadMessages } from "./messages";

/** Set from the browser's own zone, so that the server prints the reader's time at once. */
export const ZONE_COOKIE = "postern-zone";

/** The best of our languages for an Accept-Language header. */
export function acceptedLocale(header: string | null): Locale {
  try {
    const wanted = new Negotiator({ headers: { "accept-language": header ?? "" } })
      .languages()
      .filter((tag) => tag !== "*");
    const best = match(wanted, LOCALES, DEFAULT_LOCALE);
    return isLocale(best) ? best : DEFAULT_LOCALE;
  } catch {
    return DEFAULT_LOCALE;
  }
}

function knownZone(zone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

export default getRequestConfig(async () => {
  const jar = await cookies();
  const chosen = jar.get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : acceptedLocale((await headers()).get("accept-language"));
  const zone = jar.get(ZONE_COOKIE)?.value;
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: zone ? knownZone(decodeURIComponent(zone)) : "UTC",
    now: new Date(),
  };
});
