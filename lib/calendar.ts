import { fromDate, parseDate, toCalendarDate, toZoned } from "@internationalized/date";

/**
 * Calendar days as people mean them: `YYYY-MM-DD` in a named time zone. A day is whatever lies between two midnights
 * there, so it can last 23 or 25 hours, and begins at 01:00 where the clock skips midnight.
 */

/** The zone of a person who has not named one. */
export const DEFAULT_ZONE = "UTC";

/** Whether the runtime knows a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** The zone that is stored for a person, or the default where none or an unknown one is. */
export const zoneOr = (name: string | null): string => (name !== null && isTimeZone(name) ? name : DEFAULT_ZONE);

/** Whether the text names a day that the calendar has. */
export function isDay(text: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseDate(text).toString() === text;
  } catch {
    return false;
  }
}

/** The day that `instant` falls on. */
export const dayOf = (instant: Date, zone: string): string => toCalendarDate(fromDate(instant, zone)).toString();

export const plusDays = (day: string, count: number): string => parseDate(day).add({ days: count }).toString();

export const plusYears = (day: string, count: number): string => parseDate(day).add({ years: count }).toString();

/** The first instant of `day`; of two midnights (a clock put back) the first. */
export const startOfDay = (day: string, zone: string): Date => toZoned(parseDate(day), zone).toDate();

/** The first instant that does not belong to `day` any more. */
export const endOfDay = (day: string, zone: string): Date => startOfDay(plusDays(day, 1), zone);
