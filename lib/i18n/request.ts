import "server-only";
import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { PATH_HEADER } from "@/lib/doors/path";
import { acceptedLocale } from "./accept";
import { localeOfPath } from "./asked";
import { isLocale, LOCALE_COOKIE } from "./locales";
import { loadMessages } from "./messages";
import { zoneOfCookie } from "./zone";

/** Set from the browser's own zone, so that the server prints the reader's time at once. */
export const ZONE_COOKIE = "postern-zone";
/** The zone of the reader's profile, where they chose one: it goes before the browser's. */
export const CHOSEN_ZONE_COOKIE = "postern-zone-chosen";

export default getRequestConfig(async () => {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  const chosen = jar.get(LOCALE_COOKIE)?.value;
  const locale =
    localeOfPath(sent.get(PATH_HEADER) ?? "/") ??
    (isLocale(chosen) ? chosen : acceptedLocale(sent.get("accept-language")));
  const zone = (jar.get(CHOSEN_ZONE_COOKIE) ?? jar.get(ZONE_COOKIE))?.value;
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: zone ? zoneOfCookie(zone) : "UTC",
    now: new Date(),
  };
});
