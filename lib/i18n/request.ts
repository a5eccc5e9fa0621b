import "server-only";
import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { acceptedLocale } from "./accept";
import { isLocale, LOCALE_COOKIE } from "./locales";
import { loadMessages } from "./messages";
import { zoneOfCookie } from "./zone";

/** Set from the browser's own zone, so that the server prints the reader's time at once. */
export const ZONE_COOKIE = "postern-zone";
/** The zone of the reader's profile, where they chose one: it goes before the browser's. */
export const CHOSEN_ZONE_COOKIE = "postern-zone-chosen";

export default getRequestConfig(async () => {
  const jar = await cookies();
  const chosen = jar.get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : acceptedLocale((await headers()).get("accept-language"));
  const zone = (jar.get(CHOSEN_ZONE_COOKIE) ?? jar.get(ZONE_COOKIE))?.value;
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: zone ? zoneOfCookie(zone) : "UTC",
    now: new Date(),
  };
});
