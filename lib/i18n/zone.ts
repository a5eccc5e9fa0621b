/** The time zone that a cookie names, which anybody may have written: what names none is UTC. */
export function zoneOfCookie(value: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: decodeURIComponent(value) }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
